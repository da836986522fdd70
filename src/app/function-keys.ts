/**
 * Function keys, which Ink leaves out: each becomes one private character, which `key-presses.ts` knows. Pure.
 *
 * Without modifiers only. F3 as `CSI R` is left alone: that is the terminal's word about its cursor.
 */

/** xterm's SS3, the console's `[[`, VT220's numbers, and kitty's letters. */
const SEQUENCE = /\u001B(?:O([PQRS])|\[\[([A-E])|\[(1[1-5]|1[7-9]|2[0134])~|\[([PQS]))/g;
const FIRST = 0x10ff01;
const NUMBERS = ['11', '12', '13', '14', '15', '17', '18', '19', '20', '21', '23', '24'];

export function withFunctionKeys(input: string): string {
  return input.replace(SEQUENCE, (_, ss3?: string, console?: string, number?: string, kitty?: string) =>
    String.fromCodePoint(FIRST + numberOf({ letter: ss3 ?? kitty, console, number })),
  );
}

/** F1 is 0. */
function numberOf(key: {
  readonly letter: string | undefined;
  readonly console: string | undefined;
  readonly number: string | undefined;
}): number {
  if (key.letter !== undefined) return 'PQRS'.indexOf(key.letter);
  return key.console !== undefined ? 'ABCDE'.indexOf(key.console) : NUMBERS.indexOf(key.number ?? '');
}
