/** Slash commands that are written as Markdown: `.meanwhile/commands/review.md` is `/review`. */
import { readDocuments, type Found } from './read-documents.ts';
import { cut } from '../../background/cut.ts';

export interface WrittenCommand {
  readonly name: string;
  /** In one line. */
  readonly words: string;
  /** What stands for its argument in the usage; `null` when it says so itself nowhere. */
  readonly hint: string | null;
  readonly body: string;
}

const WORDS_LIMIT = 80;
const PLACE = '$ARGUMENTS';

export async function readCommands(folders: readonly string[]): Promise<Found<WrittenCommand>> {
  const { found, problems } = await readDocuments(folders, (entry) =>
    entry.endsWith('.md') ? { name: entry.slice(0, -3), file: entry } : undefined,
  );
  const commands = found.map(({ name, document: { fields, body } }) => ({
    name,
    words: inOneLine(fields['description'] ?? body.split('\n')[0]?.replace(/^#+\s*/, '') ?? name),
    hint: fields['argument-hint'] ?? (body.includes(PLACE) ? 'TEXT' : null),
    body,
  }));
  return { found: commands.filter(({ body }) => body !== ''), problems };
}

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return cut(line, WORDS_LIMIT);
}
