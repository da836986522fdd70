/**
 * A text that leads to an address (OSC 8), for terminals that have links. Only the program itself makes links: what a
 * command or the model prints loses its own when it is cleaned.
 */
export function hyperlink(text: string, url: string): string {
  return `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007`;
}
