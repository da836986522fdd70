/** A Markdown file as its fields, which stand between two lines of `---` at its beginning, and the rest. */
export interface Document {
  /** Those whose value is a text, or a list of texts, which is joined by commas. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Throws what is wrong with the fields. */
export async function readDocument(text: string): Promise<Document> {
  const [whole, front] = /^---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)/s.exec(text) ?? [];
  if (whole === undefined || front === undefined) return { fields: {}, body: text.trim() };
  const { readFields } = await import('./read-fields.ts');
  // Commands of other agents write `argument-hint: [file] [line]`, which is no YAML.
  const read = readFields(
    front.replace(/^(argument-hint:[ \t]*)(\[.*)$/m, (_, name, hint) => name + JSON.stringify(hint)),
  );
  const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  const fields = Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
      const text = isList ? value.join(', ') : value;
      return typeof text === 'string' ? [[name, text.trim()]] : [];
    }),
  );
  return { fields, body: text.slice(whole.length).trim() };
}
