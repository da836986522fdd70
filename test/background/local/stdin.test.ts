import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { sendInput } from '../../../src/background/local/stdin-folder.ts';
import type { TaskSpec } from '../../../src/background/task.ts';
import { processesWithArgument } from '../living-processes.ts';
import { openBackground } from '../open-background.ts';

const HANG_MS = 20_000;

async function open() {
  const background = await openBackground();
  const { manager, run, printed } = background;
  return {
    ...background,
    /** Runs a command with an open stdin and waits until it has printed something. */
    async ask(command: string, spec: Partial<TaskSpec> = {}) {
      const task = run(command, { stdin: 'open', ...spec });
      await vi.waitFor(() => expect(manager.get(task.id)?.output.size).toBeGreaterThan(0), HANG_MS);
      return task;
    },
    send: (id: string, input: string, eof = false) => manager.send(id, input, { eof }),
    async end(id: string) {
      const task = await manager.waitForEnd(id);
      return { code: task?.status.end, text: await printed(id) };
    },
  };
}

describe('stdin', () => {
  test('is empty unless it is asked for', async () => {
    const { run, send, end } = await open();
    const { id } = run('cat; read -r word; echo "got ${word:-nothing}"; sleep 0.2');
    expect(await send(id, 'y\n')).toMatchObject({ kind: 'empty' });
    expect((await end(id)).text).toBe('got nothing\n');
  });

  test('that is open answers a question', async () => {
    const { ask, send, end } = await open();
    const { id } = await ask('echo "Name?"; read -r name; echo "hello $name"; read -r more; echo "and $more"');
    expect(await send(id, 'ada\n')).toEqual({ kind: 'sent' });
    expect(await send(id, "gr'ace $HOME\n")).toEqual({ kind: 'sent' });
    expect((await end(id)).text).toBe("Name?\nhello ada\nand gr'ace $HOME\n");
  });

  test('takes what was sent before the command ran, in order', async () => {
    const { run, send, end } = await open();
    const { id } = run('cat', { stdin: 'open', input: 'a\n' });
    for (const word of ['b', 'c', 'd', 'e']) await send(id, `${word}\n`);
    await send(id, 'f\n', true);
    expect((await end(id)).text).toBe('a\nb\nc\nd\ne\nf\n');
  });

  test('ends after the input when it is not open', async () => {
    const { runToEnd, printed } = await openBackground();
    const { id, status } = await runToEnd('cat; exit 3', { input: 'one\ntwo' });
    expect(await printed(id)).toBe('one\ntwo\n');
    expect(status.end).toMatchObject({ kind: 'exited', code: 3 });
  });

  test('takes a megabyte at the start, and more later, from a command that is slow to read', async () => {
    const { ask, send, end } = await open();
    const megabyte = `${'x'.repeat(1023)}\n`.repeat(1024);
    const { id } = await ask('echo begun; sleep 0.5; wc -c', { input: megabyte });
    expect(await send(id, megabyte, true)).toEqual({ kind: 'sent' });
    expect((await end(id)).text).toMatch(/^begun\n\s*2097152\n$/);
  });

  test('that was closed takes nothing more', async () => {
    const { ask, send } = await open();
    const { id } = await ask('echo begun; cat > /dev/null; echo read; sleep 60');
    await send(id, '', true);
    expect(await send(id, 'y\n')).toMatchObject({ kind: 'closed' });
  });

  test('of a task that has ended, or that there is not, takes nothing', async () => {
    const { runToEnd, send } = await open();
    const { id } = await runToEnd('true', { stdin: 'open' });
    expect(await send(id, 'y\n')).toMatchObject({ kind: 'not-running' });
    expect(await send('zzzzzzzz', 'y\n')).toEqual({ kind: 'unknown' });
  });

  test('leaves nothing behind: the supervisor ends with the command, whether it read or not', async () => {
    const { runToEnd, ask, manager } = await open();
    const task = await runToEnd('true', { stdin: 'open', input: 'x'.repeat(300_000) });
    const { id, logFolder } = await ask('echo begun; sleep 600');
    await manager.stop(id, 'user');
    for (const folder of [task.logFolder, logFolder])
      await vi.waitFor(() => expect(processesWithArgument(folder)).toEqual([]), HANG_MS);
  });

  test('is written to by another program, which has only the folder', async () => {
    const { ask, end } = await open();
    const { id, logFolder } = await ask('echo "Go on?"; read -r word; echo "$word it is"');
    expect(sendInput(logFolder, 'yes\n', { eof: false })).toEqual({ kind: 'sent' });
    expect((await end(id)).text).toContain('yes it is');
    expect((await fs.readdir(logFolder)).filter((name) => name.includes('send'))).toEqual([]);
  });
});

describe('the environment', () => {
  test('of one command is set for it alone, whatever its names and values', async () => {
    const { runToEnd, printed } = await openBackground();
    const env = { PATH: '/nowhere', command: "it's", IFS: 'x', QUOTE: `'"$HOME\n\\`, exports: '1' };
    const { id, status } = await runToEnd('echo "$PATH|$command|$QUOTE|$exports"; exit 4', { env });
    expect(await printed(id)).toBe(`/nowhere|it's|'"$HOME\n\\|1\n`);
    expect(status.end).toMatchObject({ kind: 'exited', code: 4, leftRunning: 0 });
  });

  test('never holds our secrets or our own variables', async () => {
    const { runToEnd, printed } = await openBackground();
    const env = { ANTHROPIC_API_KEY: 'key', MEANWHILE_HOME: '/x', MEANWHILE_TASK_ID: 'other', OURS: 'not' };
    const { id } = await runToEnd('env | grep -E "ANTHROPIC|MEANWHILE|OURS" | sort', { env });
    expect(await printed(id)).toBe(`MEANWHILE_TASK_ID=${id}\nOURS=not\n`);
  });
});

describe('a terminal', () => {
  test('has its size and its kind, and keeps the exit code', async () => {
    const { runToEnd, printed } = await openBackground();
    const { id, status } = await runToEnd('tty -s && stty size; echo "$TERM it\'s"; exit 5', { pty: true });
    expect(await printed(id)).toBe("40 120\nxterm-256color it's\n");
    expect(status.end).toMatchObject({ kind: 'exited', code: 5, leftRunning: 0 });
  });

  test('without input ends what reads from it', async () => {
    const { runToEnd, printed } = await openBackground();
    const { id } = await runToEnd('read -r word; echo "got ${word:-nothing}"', { pty: true });
    expect(await printed(id)).toContain('got nothing');
  });

  test('takes a password, which is not shown', async () => {
    const { ask, send, end } = await open();
    const program = 'import getpass; print("it has", len(getpass.getpass("Password: ")))';
    const { id } = await ask(`python3 -c '${program}'`, { pty: true });
    await send(id, 'secret\n');
    const { text } = await end(id);
    expect(text).toMatch(/Password: \s*it has 6\n/);
    expect(text).not.toContain('secret');
  });

  test('is stopped with all that runs in it', async () => {
    const { ask, manager } = await open();
    const { id, logFolder } = await ask('echo begun; trap "" HUP; sleep 4711.5 & sleep 4711.5', { pty: true });
    expect(await manager.stop(id, 'user')).toMatchObject({ kind: 'stopped' });
    expect(processesWithArgument('4711.5')).toEqual([]);
    await vi.waitFor(() => expect(processesWithArgument(logFolder)).toEqual([]), HANG_MS);
  });

  test('that cannot be made says what to install', async () => {
    const programs = await fs.mkdtemp('/tmp/meanwhile-programs-');
    const { runToEnd, folder } = await openBackground({ environment: { PATH: programs } });
    await fs.symlink('/bin/sh', path.join(programs, 'sh'));
    const { status } = await runToEnd('true', { pty: true, cwd: folder });
    await fs.rm(programs, { recursive: true });
    expect(status.end).toMatchObject({
      kind: 'failed-to-start',
      reason: expect.stringMatching(/script\(1\).*install/),
    });
  });
});
