/** Whether a line, the last one of a task that fell silent, looks as if it asks for something. */
export function looksLikeQuestion(line: string): boolean {
  const text = line.trim();
  return QUESTIONS.some((pattern) => pattern.test(text));
}

/** No pattern runs over a line more than once: what a command prints may be made to be slow. */
const QUESTIONS: readonly RegExp[] = [
  /[?:]$/,
  /[?:] [([][^()[\]]{1,40}[)\]]$/,
  // As the usual libraries for prompts begin the one that is open.
  /^[?◆] /,
  /[[(]y(?:es)?\/n(?:o)?[\])/]/i,
  /\bpass(?:word|phrase|code)\b/i,
  /\bpress (?:any|a|the|enter|return|ctrl|space|y|q)\b/i,
  /^press\b/i,
  /^(?:\(END\)|--More--.*)$/,
  /\b(?:choose|select|enter|type)\b.{0,60}>$/i,
];
