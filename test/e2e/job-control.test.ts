import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi, type TestContext } from 'vitest';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';
import { openTerminal, type Terminal } from '../fixtures/terminal.ts';
import { PATIENCE, test } from './program-test.ts';

const PROMPT = 'the shell$';

describe.concurrent('ctrl+z', () => {
  test.for([
    { above: 'a script', line: `sh -c 'node "$PROGRAM"; true'` },
    { above: 'npm', line: 'npm start' },
    { above: 'nothing', line: 'node "$PROGRAM"' },
  ])('stops the job with $above above the program, and fg brings all back', async ({ line }, { onTestFinished }) => {
    const shell = await openShell(onTestFinished);
    shell.type(`${line}\r`);
    await shell.waitFor('ready');
    shell.type('my draft');
    await shell.waitFor('› my draft');
    for (const _ of ['once', 'again']) {
      shell.key('ctrl+z');
      await shell.waitFor((screen) => !screen.includes('my draft') && screen.trimEnd().endsWith(PROMPT));
      expect(shell.onAlternateScreen()).toBe(false);
      await vi.waitFor(() => expect(new Set(jobStates(shell.mark))).toEqual(new Set(['T'])), PATIENCE);
      shell.type('fg\r');
      await shell.waitFor('› my draft');
    }
    shell.type(' written later');
    await shell.waitFor('› my draft written later');
    shell.key('ctrl+c');
    await shell.waitFor((screen) => !screen.includes('written later'));
    shell.key('ctrl+d');
    await shell.waitFor((screen) => screen.trimEnd().endsWith(PROMPT));
  });

  test('leaves the program where no shell could continue it', async ({ start }) => {
    const { program } = await start();
    await program.waitFor('ready');
    program.type('my draft');
    await program.waitFor('› my draft');
    const before = program.output().length;
    program.key('ctrl+z');
    await vi.waitFor(() => expect(program.output().slice(before)).toContain('\x1b[?1049h'), PATIENCE);
    program.type(' written later');
    await program.waitFor('› my draft written later');
    expect(program.onAlternateScreen()).toBe(true);
  });

  test('leaves the terminal to the shell as it was, and fg comes back in whatever size', async ({ onTestFinished }) => {
    const shell = await openShell(onTestFinished);
    shell.type('node "$PROGRAM"\r');
    await shell.waitFor('ready');
    await vi.waitFor(() => expect(isOurs(shell.output())).toBe(true), PATIENCE);
    shell.key('ctrl+z');
    await shell.waitFor((screen) => screen.trimEnd().endsWith(PROMPT));
    expect(isOurs(shell.output())).toBe(false);
    shell.resize(90, 30);
    shell.type('fg\r');
    await shell.waitFor((screen) => /ready/.test(screen) && Math.max(...lengths(screen)) === 90);
    expect(isOurs(shell.output())).toBe(true);
    shell.key('ctrl+d');
    await shell.waitFor((screen) => screen.trimEnd().endsWith(PROMPT));
    expect(isOurs(shell.output())).toBe(false);
  });

  test('in an editor stops the program with it', async ({ onTestFinished }) => {
    const shell = await openShell(onTestFinished, {
      EDITOR: `sh -c 'echo in the editor; read -r line </dev/tty; echo "$line" >"$1"' sh`,
    });
    shell.type('node "$PROGRAM"\r');
    await shell.waitFor('ready');
    shell.key('ctrl+g');
    await shell.waitFor('in the editor');
    shell.key('ctrl+z');
    await shell.waitFor((screen) => screen.trimEnd().endsWith(PROMPT));
    shell.type('fg\r');
    await shell.waitFor(/fg\s+node/);
    shell.type('from the editor\r');
    await shell.waitFor('› from the editor');
  });
});

/** An interactive shell with job control on a terminal of its own. */
async function openShell(onTestFinished: TestContext['onTestFinished'], env: Place['env'] = {}): Promise<Terminal> {
  const place = await createPlace();
  const start = { name: 'wrapped', version: '1.0.0', scripts: { start: `node ${PROGRAM}` } };
  await writeFile(join(place.project, 'package.json'), JSON.stringify(start));
  const shell = openTerminal({
    command: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    cwd: place.project,
    env: { ...place.env, ...env, PROGRAM, PS1: `${PROMPT} `, npm_config_update_notifier: 'false' },
  });
  onTestFinished(async () => {
    await shell.close();
    await place.remove();
  });
  await shell.waitFor(PROMPT);
  return shell;
}

/** The states of the processes of the stopped job: all that the shell has started and that is not a task. */
function jobStates(mark: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
        const [command = '', rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=\w )/);
        return command.endsWith('(bash') ? [] : [rest.charAt(0)];
      } catch {
        return [];
      }
    });
}

/** It has our title, tells us of its focus and does not wrap lines. */
function isOurs(output: string): boolean | null {
  const isLast = (one: string, other: string) => output.lastIndexOf(one) > output.lastIndexOf(other);
  const pairs = [
    ['\x1b[22;2t', '\x1b[23;2t'],
    ['\x1b[?1004h', '\x1b[?1004l'],
    ['\x1b[?7l', '\x1b[?7h'],
  ] as const;
  const ours = pairs.filter(([on, off]) => isLast(on, off)).length;
  // Some of it alone would be a terminal that is nobody's.
  if (ours !== 0 && ours !== pairs.length) return null;
  return ours === pairs.length;
}

function lengths(screen: string): readonly number[] {
  return screen.split('\n').map((line) => line.length);
}
