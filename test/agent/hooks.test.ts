import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Answer } from '../../src/agent/events.ts';
import type { HookSetting } from '../../src/agent/hook-setting.ts';
import { createHooks } from '../../src/agent/hooks.ts';
import type { GateOptions } from '../../src/agent/permissions.ts';
import { createToolbox, type CallContext } from '../../src/agent/tools/toolbox.ts';
import { endedTask } from '../fixtures/tasks.ts';
import { temporaryFolder } from '../fixtures/open-tools.ts';

function hooked(hooks: readonly HookSetting[]) {
  const cwd = temporaryFolder();
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const said: string[] = [];
  const environment = { ...process.env, ANTHROPIC_API_KEY: 'secret' };
  const made = createHooks({ hooks, sessionId: 'session-a', cwd, environment, say: (words) => void said.push(words) });
  const ask = vi.fn(async (): Promise<Answer> => ({ kind: 'once' }));
  const gate: GateOptions = { root: cwd, mode: () => 'ask', ask };
  const toolbox = createToolbox({ gate, limits: { foreground: 1, background: 1 }, hooks: made });
  const write = async (signal = new AbortController().signal, input: object = { path: 'a.txt', content: 'x' }) =>
    (
      await toolbox.run({ kind: 'tool-call', id: 'call-1', name: 'write_file', input }, {
        root: cwd,
        signal,
        changing: async () => undefined,
      } as unknown as CallContext)
    ).result;
  return { made, said, write, asked: ask, read: (name: string) => readFileSync(path.join(cwd, name), 'utf8') };
}

test('a hook before a tool refuses it with its reason, and the user is not asked', async () => {
  const { write, asked, read, said } = hooked([
    { on: 'before_tool', tool: 'bash', command: 'exit 2' },
    { on: 'before_tool', tool: 'edit_file|write_file', command: 'cat > seen.json; echo not today >&2; exit 2' },
  ]);
  expect(await write()).toMatchObject({
    isError: true,
    text: expect.stringMatching(/refused this.*It said: not today$/),
  });
  expect(asked).not.toHaveBeenCalled();
  expect(() => read('a.txt')).toThrow('ENOENT');
  expect(JSON.parse(read('seen.json'))).toMatchObject({
    version: 1,
    event: 'before_tool',
    session: 'session-a',
    tool: 'write_file',
    input: { path: 'a.txt', content: 'x' },
  });
  expect(said).toEqual([]);
});

test('a hook sees the documented names, also where the model used those of other programs', async () => {
  const { write, read } = hooked([{ on: 'before_tool', command: 'cat > seen.json; exit 2' }]);
  await write(undefined, { file_path: 'a.txt', contents: 'x' });
  expect(JSON.parse(read('seen.json'))).toMatchObject({ input: { path: 'a.txt', content: 'x' } });
});

test('a hook on mcp__files__* is about all tools of that server and no others', async () => {
  const { made } = hooked([{ on: 'before_tool', tool: 'bash|mcp__files__*', command: 'exit 2' }]);
  const before = (name: string) =>
    made.before({ kind: 'tool-call', id: 'a', name, input: {} }, new AbortController().signal);
  expect(await before('mcp__files__read')).toBe('It gave no reason.');
  expect(await before('mcp__files2__read')).toBeUndefined();
  expect(await before('write_file')).toBeUndefined();
});

test('a hook after a tool adds a word, and sees no key', async () => {
  const { write, read } = hooked([
    { on: 'after_tool', command: 'cat > seen.json; echo "key: $ANTHROPIC_API_KEY, badly formatted" >&2; exit 2' },
  ]);
  expect((await write()).text).toBe(
    "Created a.txt (1 line).\n\n[A hook in the user's settings said: key: , badly formatted]",
  );
  expect(JSON.parse(read('seen.json'))).toMatchObject({ result: { is_error: false, text: 'Created a.txt (1 line).' } });
});

test('a hook that fails or does not end stops nothing and is said', async () => {
  const { write, said } = hooked([
    { on: 'before_tool', command: 'echo broken >&2; exit 3' },
    { on: 'before_tool', command: 'sleep 600 & sleep 600', seconds: 0.2 },
  ]);
  expect(await write()).toMatchObject({ isError: false });
  expect(said).toEqual([
    'The hook on before_tool (echo broken >&2; exit 3) ended with exit 3: broken',
    'The hook on before_tool (sleep 600 & sleep 600) was ended after 0.2 s.',
  ]);
});

test('a hook may print as much as it likes', async () => {
  const { write, said } = hooked([
    { on: 'before_tool', command: 'yes word | head -c 3000000' },
    { on: 'after_tool', command: '(echo first; yes word | head -c 3000000) >&2; exit 2' },
  ]);
  const { text } = await write();
  expect(text).toContain('said: first\nword');
  expect(text.length).toBeLessThan(5_000);
  expect(said).toEqual([]);
});

test('nobody waits for what a hook leaves running', async () => {
  const { write, read, said } = hooked([
    { on: 'before_tool', command: 'sleep 600 & echo $! > pid; exit 0', seconds: 5 },
    { on: 'after_tool', command: 'exit 4' },
  ]);
  expect(await write()).toMatchObject({ isError: false });
  expect(process.kill(Number(read('pid')), 'SIGKILL')).toBe(true);
  expect(said).toEqual(['The hook on after_tool (exit 4) ended with exit 4.']);
});

test('an interruption ends the hook that runs', async () => {
  const { write } = hooked([{ on: 'before_tool', command: 'sleep 600' }]);
  expect(await write(AbortSignal.timeout(100))).toMatchObject({ isError: true, summary: 'interrupted' });
});

test('hooks hear of ends of tasks and of stops', async () => {
  const { made, read } = hooked([
    { on: 'task_ended', command: 'cat > task.json' },
    { on: 'stop', command: 'cat > stop.json' },
  ]);
  made.taskEnded(endedTask({ id: '1f3a9c2e' }));
  made.stopped('answered');
  await vi.waitFor(
    () => expect(JSON.parse(read('stop.json'))).toMatchObject({ event: 'stop', reason: 'answered' }),
    10_000,
  );
  await vi.waitFor(
    () =>
      expect(JSON.parse(read('task.json'))).toMatchObject({
        task: { id: '1f3a9c2e', outcome: 'completed', exit_code: 0 },
      }),
    10_000,
  );
});
