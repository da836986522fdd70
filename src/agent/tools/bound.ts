import { number } from './words.ts';
import { wellFormed } from '../../background/cut.ts';

/** The most characters of one result that the model is given. */
export const RESULT_LIMIT = 30_000;

/**
 * Text within `limit` characters: its head and its tail with a mark between them that says how much is left out, and
 * `hint`, how to read that. Never holds half a surrogate pair, which the API refuses.
 */
export function boundText(text: string, { limit = RESULT_LIMIT, hint = '' } = {}): string {
  if (text.length <= limit) return wellFormed(text);
  const head = Math.floor(limit / 3);
  const tail = limit - head;
  const mark = `[… ${number(text.length - limit)} characters left out${hint && `; ${hint}`} …]`;
  return wellFormed(`${text.slice(0, head)}\n${mark}\n${text.slice(-tail)}`);
}
