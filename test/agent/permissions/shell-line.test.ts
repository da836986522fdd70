import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readShellLine } from '../../../src/agent/permissions/shell-line.ts';

/** Commands `a`, `b` and `c` that only write down what they are called with. */
const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-shell-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ['a', 'b', 'c']) {
  writeFileSync(path.join(folder, name), `#!/bin/sh\nprintf '%s\\0' ${name} "$@" '' >>"$RECORD"\n`, { mode: 0o755 });
}

/** What ran, word by word; each command ends with an empty word. */
function record(shell: string, line: string): readonly string[] {
  const file = path.join(folder, 'record');
  writeFileSync(file, '');
  const env = { PATH: folder, RECORD: file, HOME: '/home/nobody' };
  try {
    execFileSync(shell, ['-c', '--', line], { cwd: folder, env, stdio: 'ignore', timeout: 5_000 });
  } catch {
    // It may end as it likes: what it ran is what counts.
  }
  return execFileSync('/bin/cat', [file], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const PIECES = [
  'a', 'b', 'c', ' ', ' ', ' ', '\t', '\n', ';', '&&', '||', '|', '&', '(', ')', '{ ', '; }', '!', '#',
  "'", '"', '\\', '\\\n', '$', '`', '$(', '${', '$((', '~', '*', '?', '[', ']', '{a,b}', '=', '>', '<', '2>&1', '>/dev/null',
  'x', '-n', '--', "'a b'", '"a b"', "$'b'", '$"c"', '<<c', 'if', 'time', 'é', ':', '%', '^', ',',
]; // prettier-ignore

test.each(['bash', 'sh'])(
  'what a clear line is said to run is what %s runs, word by word',
  async (shell) => {
    let clear = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }), async (pieces) => {
        const line = `a ${pieces.join('')}`;
        const { commands, unclear } = await readShellLine(line);
        // Names of files, and what would not be found on that PATH, are no matter of reading the line.
        const words = commands.flatMap((command) => command.words);
        if (unclear !== null || words.some(({ isPattern, isHome }) => isPattern || isHome)) return;
        clear += 1;
        const said = commands
          .map((command) => command.words.map(({ text }) => text))
          .filter(([name = '']) => ['a', 'b', 'c'].includes(name));
        const ran = asCommands(record(shell, line));
        // `a || b` runs only one of them; a pipe runs both in any order.
        for (const one of ran) expect(said).toContainEqual(one);
        if (!/[|&]/.test(line)) expect(ran.length).toBeLessThanOrEqual(said.length);
      }),
      { numRuns: 600, seed: 7 },
    );
    expect(clear).toBeGreaterThan(80);
  },
  120_000,
);

function asCommands(record: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of record) {
    if (word === '') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.slice(0, -1);
}

test.each([
  ['a b', [['a', 'b']]],
  ['a "b  c" \'d\' e\\ f', [['a', 'b  c', 'd', 'e f']]],
  ['a; b && c || a | b', [['a'], ['b'], ['c'], ['a'], ['b']]],
  ['! (a; { b; })', [['a'], ['b']]],
  ['a # b; c', [['a']]],
  ['a\nb', [['a'], ['b']]],
  ['a\\\nb', [['ab']]],
])('%j is clear', async (line, expected) => {
  const { commands, unclear } = await readShellLine(line);
  expect(unclear).toBeNull();
  expect(commands.map(({ words }) => words.map(({ text }) => text))).toEqual(expected);
});

test('a redirection names its file and nothing else', async () => {
  const { commands } = await readShellLine('a <in >out 2>>"er r" 2>&1 >&2 &>both');
  expect(commands[0]?.redirects.map(({ kind, target }) => [kind, target.text])).toEqual([
    ['read', 'in'],
    ['write', 'out'],
    ['write', 'er r'],
    ['write', 'both'],
  ]);
});
