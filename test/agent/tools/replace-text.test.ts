import { expect, test } from 'vitest';
import { keepLineEnds } from '../../../src/agent/tools/line-ends.ts';
import { replaceText } from '../../../src/agent/tools/replace-text.ts';

test.each([
  {
    name: 'lines over both ends',
    before: '1\r\ntwo\r\nthree\nfour\n',
    change: ['two\nthree\nfour', '2\n3\n4'],
    after: '1\r\n2\r\n3\n4\n',
  },
  {
    name: 'a new line in a CRLF part',
    before: 'one\r\ntwo\r\nthree\n',
    change: ['one', 'one\nnew'],
    after: 'one\r\nnew\r\ntwo\r\nthree\n',
  },
  {
    name: 'a new line in an LF part',
    before: 'one\r\ntwo\nthree\n',
    change: ['two', 'two\nnew'],
    after: 'one\r\ntwo\nnew\nthree\n',
  },
  { name: 'CRLF of the model in an LF file', before: 'a\nb\n', change: ['a\r\nb', 'x\r\ny'], after: 'x\ny\n' },
  { name: 'lines that end in CR', before: 'a\rb\rc\r', change: ['a\nb', 'x\ny\nz'], after: 'x\ry\rz\rc\r' },
  {
    name: 'a line added in the middle',
    before: 'a\r\nb\nc',
    change: ['a\nb\nc', 'a\nnew\nb\nc'],
    after: 'a\r\nnew\r\nb\nc',
  },
  { name: 'an end alone', before: 'a\r\nb\r\n', change: ['\nb', ' b'], after: 'a b\r\n' },
  { name: 'a CR within a line', before: 'a\rb\nc\n', change: ['a\rb\nc', 'x\ny'], after: 'x\ny\n' },
  { name: 'a text of one line', before: 'a', change: ['a', 'x\r\ny'], after: 'x\r\ny' },
] as const)('$name: only what was named differs', async ({ before, change: [oldText, newText], after }) => {
  const replaced = await replaceText(before, [{ oldText, newText, all: false }], 'a.txt');
  expect(replaced).toMatchObject({ kind: 'replaced', text: after });
});

test('text with any line ends, edited anywhere, keeps all other bytes', async () => {
  const random = randomNumbers(11);
  const pick = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)] as T;
  for (let round = 0; round < 3_000; round += 1) {
    const ends = pick([['\n'], ['\r\n'], ['\n', '\r\n'], ['\r']] as const);
    const mark = pick(['', '\ufeff']);
    // Each line has a number, so that each piece stands once.
    const lines = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => ({
      text: `${index}${pick(['', ' \ttext', 'é😀', '$&\\'])};`,
      end: pick<string>(ends),
    }));
    if (random() < 0.3) lines.push({ text: 'last', end: '' });
    const text = mark + lines.map((line) => line.text + line.end).join('');
    const from = Math.floor(random() * lines.length);
    const to = from + 1 + Math.floor(random() * (lines.length - from));
    const old = lines.slice(from, to);
    const fresh = old.flatMap((line) => pick([[line.text], [line.text], [line.text, 'new'], ['changed'], []]));
    const [oldText, newText] = [old.map((line) => line.text).join('\n'), fresh.join('\n')];
    if (oldText === newText) continue;
    const replaced = await replaceText(text, [{ oldText, newText, all: false }], 'a');
    if (replaced.kind !== 'replaced') throw new Error(`${JSON.stringify({ text, oldText })}: ${replaced.sentence}`);
    const whole = (some: typeof lines) => some.map((line) => line.text + line.end).join('');
    const before = mark + whole(lines.slice(0, from));
    const after = (old.at(-1)?.end ?? '') + whole(lines.slice(to));
    const context = JSON.stringify({ text, oldText, newText, got: replaced.text });
    expect(replaced.text.startsWith(before) && replaced.text.endsWith(after), context).toBe(true);
    const made = replaced.text.slice(before.length, replaced.text.length - after.length);
    expect(made.replace(/\r\n?/g, '\n'), context).toBe(newText);
    for (const end of made.match(/\r\n|\r|\n/g) ?? [])
      expect(text.includes(end) || lines.length === 1, context).toBe(true);
  }
});

test('a text written whole keeps the end of every line that stays, whatever ends the file mixes', async () => {
  const random = randomNumbers(12);
  for (let round = 0; round < 1_000; round += 1) {
    const lines = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, index) => ({
      text: `line ${index}`,
      end: random() < 0.5 ? '\n' : '\r\n',
    }));
    const kept = lines.filter(() => random() < 0.7);
    const content = kept.flatMap(({ text }) => (random() < 0.2 ? ['new', text] : [text])).map((text) => `${text}\n`);
    const written = await keepLineEnds(lines.map(({ text, end }) => text + end).join(''), content.join(''));
    expect(written.replaceAll('\r\n', '\n')).toBe(content.join(''));
    for (const { text, end } of kept) expect(written).toMatch(new RegExp(`(^|\n)${text}${end}`));
  }
});

/** The same numbers in every run, between 0 and 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
