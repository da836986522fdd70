/**
 * Vocabulary: text within a length. Pure; every folder to the right may import it.
 *
 * Lengths are UTF-16 units. Nothing here ends in half of a surrogate pair, which the Messages API refuses, together
 * with everything else that is sent, for as long as it is in the history.
 */

/** At most `limit` units, of which the last is `…` when something was cut. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${startOf(text, limit - 1)}…`;
}

/** At most the first `limit` units. */
export function startOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return text.slice(0, Math.max(0, limit)).replace(/[\ud800-\udbff]$/, '');
}

/** At most the last `limit` units. */
export function endOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return limit <= 0 ? '' : text.slice(-limit).replace(/^[\udc00-\udfff]/, '');
}

/** Each half of a pair that stands alone becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
