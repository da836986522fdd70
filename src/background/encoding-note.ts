/** What is said of output that is not UTF-8, so that nobody takes our signs for those of the command. */
export const ENCODING_NOTE = '[� stands for bytes that are not UTF-8]';

/** The text, with the note behind it where it is needed. */
export function withEncodingNote(text: string): string {
  return text.includes('\ufffd') ? `${text}\n${ENCODING_NOTE}` : text;
}
