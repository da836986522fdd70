/** The scripts in real shells, with the built program on the PATH. */
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

const [bash, zsh, fish] = await Promise.all(['bash', 'zsh', 'fish'].map(hasShell));
let place: Place;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  place = await createPlace();
  const bin = join(dirname(place.project), 'bin');
  await mkdir(bin);
  await symlink(PROGRAM, join(bin, 'meanwhile'));
  env = { ...place.env, PATH: `${bin}:${place.env['PATH']}` };
});

afterEach(async () => {
  await place.remove();
});

async function inShell(shell: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa(shell, args, { env, extendEnv: false, cwd: place.project, timeout: 60_000 });
  return stdout;
}

async function hasShell(shell: string): Promise<boolean> {
  return (await execa(shell, ['-c', ':'], { reject: false })).exitCode === 0;
}

describe('the script of', () => {
  test.skipIf(!bash)('bash offers what the program knows, and leaves the rest to file names', async () => {
    const script = `eval "$(meanwhile completion bash)"
      COMP_WORDS=(meanwhile --permissions ""); COMP_CWORD=2; _meanwhile; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(meanwhile tasks st); COMP_CWORD=2; _meanwhile; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(meanwhile --cwd ""); COMP_CWORD=2; _meanwhile; echo "\${#COMPREPLY[@]}"
      complete -p meanwhile`;
    expect(await inShell('bash', ['--norc', '-c', script])).toBe(
      'ask edits plan all\nstop\n0\ncomplete -o default -F _meanwhile meanwhile',
    );
  });

  test.skipIf(!zsh)('zsh offers what the program knows', async () => {
    const script = `_describe() { print -l -- "\${(@P)2}" }
      _files() { print files }
      compdef() { : }
      eval "$(meanwhile completion zsh)"
      words=(meanwhile --permissions ""); CURRENT=3; _meanwhile
      words=(meanwhile tasks st); CURRENT=3; _meanwhile
      words=(meanwhile --cwd ""); CURRENT=3; _meanwhile`;
    expect(await inShell('zsh', ['-f', '-c', script])).toMatch(/^ask:\nedits:\nplan:\nall:\nstop:.+\nfiles$/);
  });

  test.skipIf(!fish)('fish offers what the program knows', async () => {
    const script = `meanwhile completion fish | source; complete -C 'meanwhile tasks st'`;
    expect(await inShell('fish', ['--no-config', '-c', script])).toMatch(/^stop\t/);
  });
});

test('a shell that is not known is refused with those that are', async () => {
  const { exitCode, stderr } = await execa(process.execPath, [PROGRAM, 'completion', 'csh'], { env, reject: false });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('bash, zsh, fish')]);
});
