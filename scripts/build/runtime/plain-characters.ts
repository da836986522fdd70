/**
 * Characters that need no Unicode tables: one UTF-16 unit, one grapheme beside any other of them, one column wide.
 * Letters of the Latin, Greek and Cyrillic alphabets, and what this program draws with.
 *
 * `test/build.test.ts` holds every one of them against string-width and `Intl.Segmenter`.
 */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xa8],
  [0xaa, 0xac],
  [0xaf, 0x2ff],
  [0x370, 0x377],
  [0x386, 0x386],
  [0x388, 0x38a],
  [0x38e, 0x3a1],
  [0x3a3, 0x482],
  [0x2010, 0x2027],
  [0x2030, 0x203b],
  [0x20ac, 0x20ac],
  [0x2190, 0x22ff],
  [0x2500, 0x25fc],
  [0x2713, 0x2717],
  [0x276e, 0x276f],
  [0x2801, 0x28ff],
];

const plain = new Uint8Array(0x2900);
for (const [first, last] of RANGES) plain.fill(1, first, last + 1);

/** Of a UTF-16 code unit. */
export function isPlain(unit: number): boolean {
  return plain[unit] === 1;
}
