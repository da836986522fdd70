/** Copies a text: to the clipboard of the terminal, where it allows that, and always into a file. */
import { chmodSync, writeFileSync } from 'node:fs';

/** Terminals drop longer sequences; xterm's bound, and many others'. */
const LONGEST = 74_994;

/** Answers in one sentence what came of it. `shown`: the file as the user reads it; `write: null`: no terminal to tell. */
export function copyText(
  text: string,
  {
    file,
    shown,
    write,
  }: { readonly file: string; readonly shown: string; readonly write: ((sequence: string) => void) | null },
): string {
  const encoded = Buffer.from(text).toString('base64');
  const fits = encoded.length <= LONGEST;
  if (fits) write?.(`\u001B]52;c;${encoded}\u0007`);
  try {
    writeFileSync(file, text, { mode: 0o600 });
    chmodSync(file, 0o600);
    if (write === null) return `Copied into ${shown}`;
    return fits ? `Sent to the clipboard; also in ${shown}` : `Too long for the clipboard; it is in ${shown}`;
  } catch (error) {
    const sent = fits ? 'Sent to the clipboard' : 'Too long for the clipboard';
    return `${sent}; ${shown} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
