/** Line feed and tab are layout; every other control, format or separator character could hide something. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;

/**
 * Text as lines for a question to the human: what does not show by itself is shown. Cleaning would not do here: it
 * drops a whole escape sequence, and a shell may run what stands inside one.
 */
export function reveal(text: string): readonly string[] {
  return text.replace(HIDDEN, picture).split('\n');
}

/** C0 controls have pictures of their own (U+2400 and on); the others are named. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
