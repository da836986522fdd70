import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { gate, say } from '../fixtures/api-replies.ts';
import { markedProcesses } from '../fixtures/marked-processes.ts';
import { createPlace, PROGRAM } from '../fixtures/program.ts';
import type { Terminal } from '../fixtures/terminal.ts';
import { openTerminal } from '../fixtures/terminal.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('quitting', () => {
  test('restores the terminal and ends with exit code 0', async ({ start }) => {
    const { program } = await start();
    expect(program.onAlternateScreen()).toBe(true);
    program.key('ctrl+d');
    expect(await program.exit()).toEqual({ code: 0, signal: null });
    expectRestored(program);
  });

  test('leaves the conversation on the normal screen, with where it is kept (FIELD S5)', async ({ start }) => {
    const { program, send } = await start();
    await send('!echo one; echo two');
    await program.waitFor('exit 0');
    program.key('ctrl+d');
    await program.exit();
    expect(program.screen()).toMatch(
      /^\n? ! echo one; echo two .*\n\s+one\n\s+two\n\nResume this session with: .*--resume \S+\n/,
    );
  });

  test('takes two presses of ctrl+c', async ({ start }) => {
    const { program } = await start();
    program.key('ctrl+c');
    await program.waitFor('ctrl+c again');
    program.key('ctrl+c');
    expect((await program.exit()).code).toBe(0);
  });

  test('interrupts the model by ctrl+c before it asks to quit', async ({ start, startApi }) => {
    const hold = gate();
    const api = await startApi([say('I write ', hold, 'on and on.'), say('Good.')]);
    const { program, send } = await start({ api });
    await send('write');
    await program.waitFor('I write');
    program.type('and a draft');
    await program.waitFor('and a draft');
    program.key('ctrl+c');
    await program.waitFor((screen) => !screen.includes('and a draft'));
    expect(program.screen()).not.toContain('ctrl+c again');
    program.key('ctrl+c');
    await program.waitFor(/Interrupted[^]*ready/);
    expect(program.screen()).not.toContain('ctrl+c again');
    await send('go on');
    await program.waitFor(/Good\.[^]*ready/);
    program.key('ctrl+c');
    await program.waitFor('ctrl+c again');
    program.key('ctrl+c');
    expect((await program.exit()).code).toBe(0);
    hold.release();
  });

  test('asks while a task runs, and can stay (FIELD P9)', async ({ start }) => {
    const { program, send } = await start();
    await send('&sleep 300');
    await program.waitFor('1 running');
    program.key('ctrl+d');
    await program.waitFor('1 task is still running.');
    program.key('escape');
    await program.waitFor((screen) => !screen.includes('is still running'));
    expect(program.screen()).toContain('1 running');
  });

  test('can keep the task running (FIELD P9)', async ({ start }) => {
    const { program, send, answer } = await start();
    await send('&sleep 300');
    await program.waitFor('1 running');
    program.key('ctrl+d');
    await program.waitFor('1 task is still running.');
    await answer('k');
    expect((await program.exit()).code).toBe(0);
    expect(await commandLines(program)).toContain('sleep 300');
  });

  test('can stop the task (FIELD P1, P9)', async ({ start }) => {
    const { program, send, answer } = await start();
    await send('&sleep 300');
    await program.waitFor('1 running');
    program.key('ctrl+d');
    await program.waitFor('1 task is still running.');
    await answer('s');
    expect((await program.exit()).code).toBe(0);
    await vi.waitFor(async () => expect(await markedProcesses(program.mark)).toEqual([]), PATIENCE);
  });
});

describe.concurrent('quitting that waits for a task to end', () => {
  test.for(['\x03\x03', '\x04', 'k'])(
    'says so whatever is pressed, and %j quits without waiting',
    async (keys, { start }) => {
      const { program, send, answer } = await start();
      // A container gets 20 seconds to end.
      await send(`&docker() { trap '' INT TERM; sleep 300; sleep 300; }; docker run it`);
      await program.waitFor('1 running');
      program.key('ctrl+d');
      await program.waitFor('still running.');
      await answer('s');
      await program.waitFor('Stopping the tasks, then quitting.');
      program.key('escape');
      program.type('x');
      await program.waitFor('Stopping the tasks, then quitting.');
      for (const key of keys) program.type(key);
      expect((await program.exit()).code).toBe(0);
      expect(await commandLines(program)).toContain('sleep 300');
    },
  );
});

test('SIGUSR1 does no harm', async ({ start }) => {
  const { program, send } = await start();
  program.kill('SIGUSR1');
  await send('!echo still here');
  await program.waitFor('exit 0');
  expect(program.output()).not.toMatch(/debugger/i);
});

test('a terminal that is closed ends it with 129, without a word of Node', async ({ onTestFinished }) => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  // A session of its own, as every terminal is: its end goes to the program as SIGHUP.
  const { stdout } = await execa('python3', ['-c', CLOSE_TERMINAL, process.execPath, PROGRAM], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
  });
  expect(stdout).toMatch(/^129 /);
  expect(stdout).not.toMatch(/assertion|stack trace/i);
});

/** Opens the program in a terminal, waits for its first screen, closes the terminal, prints the exit code and stderr. */
const CLOSE_TERMINAL = `
import fcntl, os, pty, subprocess, sys, termios
master, slave = pty.openpty()
begin = lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0))
program = subprocess.Popen(sys.argv[1:], stdin=slave, stdout=slave, stderr=subprocess.PIPE, preexec_fn=begin)
os.close(slave)
seen = b''
while b'meanwhile' not in seen.split(b'[?1049h')[-1] or b'[?1049h' not in seen: seen += os.read(master, 65536)
os.close(master)
errors = program.stderr.read()
print(program.wait(), errors.decode())
`;

describe.concurrent('the terminal', () => {
  const signals = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;
  // A fault in the program, at a moment that the test chooses.
  const NODE_OPTIONS = `--import data:text/javascript,process.on('SIGUSR2',()=>{throw%20Error('fault')})`;

  test.for(signals)('is restored after %s, and tasks go on', async (signal, { start }) => {
    const { program, send } = await start({ env: signal === 'SIGUSR2' ? { NODE_OPTIONS } : {} });
    await send('&sleep 300');
    await program.waitFor('1 running');
    program.kill(signal);
    await program.exit();
    expectRestored(program);
    expect(program.screen()).toMatch(/& sleep 300 .*\n[^]*\nResume this session with: /);
    expect(await commandLines(program)).toContain('sleep 300');
  });

  test('is cooked again, and the shell goes on', async ({ onTestFinished }) => {
    const place = await createPlace();
    const shell = openTerminal({
      command: 'sh',
      args: ['-c', `"${process.execPath}" "${PROGRAM}"; echo "code $?"; stty -a; read answer`],
      cwd: place.project,
      env: place.env,
    });
    onTestFinished(async () => {
      await shell.close();
      await place.remove();
    });
    await shell.waitFor('meanwhile');
    shell.key('ctrl+d');
    const screen = await shell.waitFor(/code 0[^]* icanon/);
    expect(screen).toMatch(/ echo /);
    expectRestored(shell);
  });
});

test('without a terminal, one sentence says so and the exit code is 2', async ({ onTestFinished }) => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const run = execa(process.execPath, [PROGRAM], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
    reject: false,
    input: '',
  });
  const { exitCode, stdout, stderr } = await run;
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trim()).toMatch(/^[^\n]*terminal[^\n]*\.$/);
});

test('no command sees the key', async ({ start, startApi }) => {
  const api = await startApi([]);
  const { program, place, send } = await start({ api, env: { ANTHROPIC_AUTH_TOKEN: 'token-of-the-test' } });
  await send('!env > foreground');
  await program.waitFor('exit 0');
  await send('&env > background');
  await program.waitFor(/env > foreground +exit 0[^]*/);
  await program.waitFor('1 done');
  for (const name of ['foreground', 'background']) {
    expect(await readFile(join(place.project, name), 'utf8')).not.toMatch(/(key|token)-of-the-test/);
  }
  for (const pid of await markedProcesses(program.mark)) {
    if (pid !== program.pid) expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('-of-the-test');
  }
});

function expectRestored(terminal: Terminal): void {
  expect(terminal.onAlternateScreen()).toBe(false);
  expect(terminal.cursorIsShown()).toBe(true);
}

async function commandLines(program: Terminal): Promise<readonly string[]> {
  const pids = await markedProcesses(program.mark);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ').trim());
}
