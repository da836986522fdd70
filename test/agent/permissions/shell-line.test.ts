import { expect, test } from 'vitest';
import { readShellLine } from '../../../src/agent/permissions/shell-line.ts';

test.each([
  ['a b', [['a', 'b']]],
  ['a "b  c" \'d\' e\\ f', [['a', 'b  c', 'd', 'e f']]],
  ['a; b && c || a | b', [['a'], ['b'], ['c'], ['a'], ['b']]],
  ['! (a; { b; })', [['a'], ['b']]],
  ['a # b; c', [['a']]],
  ['a\nb', [['a'], ['b']]],
])('%j is clear', async (line, expected) => {
  const { commands, unclear } = await readShellLine(line);
  expect(unclear).toBeNull();
  expect(commands.map(({ words }) => words.map(({ text }) => text))).toEqual(expected);
});

test('a redirection names its file and nothing else', async () => {
  const { commands } = await readShellLine('a <in >out 2>>"er r" 2>&1 >&2 <>both');
  expect(commands[0]?.redirects.map(({ kind, target }) => [kind, target.text])).toEqual([
    ['read', 'in'],
    ['write', 'out'],
    ['write', 'er r'],
    ['read', 'both'],
    ['write', 'both'],
  ]);
});

test.each([
  // What parser and shells read otherwise than each other.
  'a 3<(b)', 'a 0>(b)', 'a {fd}<(b)', 'a $\\\n{x}', 'a $\\\nHOME/x', 'a {x},-exec} b', 'a >&"$(b)o"', 'a >&o\\$\\(b\\)',
  'a 3>&-/x', 'a 3>&--exec', 'a [$(b)]', 'a [`b`]', "a '\n'; b link\\", 'a > outlink\\', 'a &>o b', 'a &>>o b',
  'a 0\\\n>|f', 'a $[1]', 'a 12>o', 'a >&12', 'a 3>&1-', 'a |& b', '((a))', '!(a)', 'a @(b)', 'a # b\\\nc', 'a;# b', 'a "b\\\nc"',
  'a \\ # 3<(b)', 'a \\\t# {x},y}', 'a \\ # &>o b',
  // What is known only when it runs.
  'a $b', 'a "$b"', 'a `b`', 'a "`b`"', 'a {b,c}', 'a {1..3}', 'a <(b)', 'a & b', "a $'b'", 'a <<b', 'a <<<b', 'a stash@{0},x}',
  'a x{0}', 'a @{a,b}', 'a ^{a}{b}', "a 'b", 'a "b', 'a ${b}', 'b=c a',
])('%j is not clear', async (line) => {
  expect((await readShellLine(line)).unclear).not.toBeNull();
}); // prettier-ignore

test.each([
  'a stash@{0}', 'a HEAD^{tree} HEAD@{1}', 'a {} b', "a -e 's/x$/y/'", 'a "foo$" x', 'a "x$|y$"', "a '$HOME'", 'a "\\$x"', "a # it's", 'a x#y',
  'a 2>/dev/null', 'a >o 2>&1', 'a 2>&1 | b', 'a *.ts', 'a [a-z]*', 'a "b" \'c\' d\\ e', '(a; b) && c', '{ a; }', '! a',
])('%j is clear', async (line) => {
  expect((await readShellLine(line)).unclear).toBeNull();
}); // prettier-ignore

test.each([
  '\u00ad',
  '\u034f',
  '\u115f',
  '\u17b4',
  '\u180b',
  '\u2800',
  '\u3164',
  '\ufe0f',
  '\uffa0',
  '\u{e0041}',
  '\u{e0100}',
])('a line with the invisible %j is not clear', async (character) => {
  expect((await readShellLine(`ls a${character}b`)).unclear).toBe('it holds characters that do not show');
});
