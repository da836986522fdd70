import { expect, test, vi } from 'vitest';
import type { Answer, PermissionMode, Question } from '../../src/agent/events.ts';
import { createGate, type GateOptions } from '../../src/agent/permissions.ts';
import { parseRule, type Rules } from '../../src/agent/permissions/rules.ts';
import type { AskedPermission } from '../../src/agent/tools/tool.ts';

const ROOT = '/home/me/shop';
const question = { title: 'Run this command?', body: ['npm test'], context: 'in ~/shop' };
const commandOf = (line: string): AskedPermission => ({ kind: 'command', line, cwd: ROOT, question });
const editOf = (file: string): AskedPermission => ({
  kind: 'edit',
  file: `${ROOT}/${file}`,
  question: { ...question, title: 'Write this file?' },
});
const useOf = (use: {
  readonly tool: string;
  readonly subject?: string;
  readonly readOnly?: true;
}): AskedPermission => ({
  kind: 'use',
  subject: '',
  ...use,
  question,
});
const command = commandOf('npm test');
const edit = editOf('src/a.ts');
const signal = new AbortController().signal;
const allowed = { kind: 'allowed' };

/** A gate whose questions wait until the test answers the oldest open one. */
function gate(options: { readonly mode?: PermissionMode } & Partial<Omit<GateOptions, 'mode'>> = {}) {
  let mode = options.mode ?? 'ask';
  const asked: Question[] = [];
  const open: ((answer: Answer) => void)[] = [];
  const ask = (next: Question) => {
    asked.push(next);
    return new Promise<Answer>((resolve) => open.push(resolve));
  };
  const answer = async (given: Answer) => {
    await vi.waitFor(() => expect(open).not.toHaveLength(0));
    open.shift()?.(given);
  };
  const setMode = (next: PermissionMode) => void (mode = next);
  return { ...createGate({ root: ROOT, ask, ...options, mode: () => mode }), asked, open, answer, setMode };
}

function rules(given: { readonly [kind in keyof Rules]?: readonly string[] }): Rules {
  const read = (texts: readonly string[] = []) =>
    texts.map((text) => {
      const parsed = parseRule(text);
      if (parsed.kind === 'wrong') throw new Error(parsed.sentence);
      return parsed.rule;
    });
  return { allow: read(given.allow), ask: read(given.ask), deny: read(given.deny) };
}

test('what is free is not asked', async () => {
  const { check, asked } = gate();
  expect(await check({ kind: 'free' }, signal)).toEqual(allowed);
  expect(await check(commandOf('grep -n x src | head -5'), signal)).toMatchObject({ kind: 'allowed' });
  expect(asked).toEqual([]);
});

test('nothing is asked when everything is allowed', async () => {
  const { check, asked } = gate({ mode: 'all' });
  expect(await check(commandOf('sudo $(x)'), signal)).toEqual(allowed);
  expect(asked).toEqual([]);
});

test('an answer "once" allows this one only', async () => {
  const { check, asked, answer } = gate();
  const first = check(command, signal);
  await answer({ kind: 'once' });
  expect(await first).toEqual(allowed);
  const second = check(command, signal);
  await answer({ kind: 'no', word: '' });
  expect(await second).toMatchObject({ kind: 'refused' });
  expect(asked).toHaveLength(2);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(2);
});

test('an answer "for this session" covers what was shown and no more', async () => {
  const { check, asked, answer } = gate();
  const first = check(command, signal);
  await answer({ kind: 'session' });
  expect(await first).toEqual(allowed);
  expect(await check(commandOf('npm test -- --watch'), signal)).toEqual(allowed);
  for (const other of [edit, commandOf('npm publish'), commandOf('npm test; npm publish')]) {
    const result = check(other, signal);
    await answer({ kind: 'no', word: '' });
    expect(await result).toMatchObject({ kind: 'refused' });
  }
  expect(asked.map(({ scope }) => scope)).toEqual([
    'npm test *',
    'all edits in this folder',
    'npm publish',
    'npm publish',
  ]);
});

test('an answer "for this session" to a change covers all files of the project but what git and we obey', async () => {
  const { check, asked, answer } = gate();
  const first = check(edit, signal);
  await answer({ kind: 'session' });
  await first;
  expect(await check(editOf('b.ts'), signal)).toEqual(allowed);
  for (const file of ['.git/hooks/pre-commit', '.meanwhile/settings.json', '../other/a.ts']) {
    const result = check(editOf(file), signal);
    await answer({ kind: 'no', word: '' });
    expect(await result).toMatchObject({ kind: 'refused' });
  }
  expect(asked).toHaveLength(4);
});

test('an answer "always" keeps the rule that was shown', async () => {
  const add = vi.fn();
  const { check, asked, answer } = gate({ memory: { where: 'for this project', add } });
  const first = check(command, signal);
  await answer({ kind: 'always' });
  expect(await first).toEqual(allowed);
  expect(asked[0]?.always).toEqual({ rules: ['bash(npm test *)'], where: 'for this project' });
  expect(add).toHaveBeenCalledExactlyOnceWith(['bash(npm test *)']);
  expect(await check(commandOf('npm test --silent'), signal)).toEqual(allowed);
});

test.each([
  { word: 'use pnpm', text: 'The user refused this and said: use pnpm' },
  { word: '  ', text: expect.stringContaining('The user refused this. Nothing was done.') },
])('a no with the word $word is told to the model', async ({ word, text }) => {
  const { check, answer } = gate();
  const result = check(command, signal);
  await answer({ kind: 'no', word });
  expect(await result).toEqual({ kind: 'refused', text, summary: 'declined' });
});

test('questions come one at a time and in order', async () => {
  const { check, asked, open, answer } = gate();
  const first = check(command, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const second = check(edit, signal);
  expect(open).toHaveLength(1);
  await answer({ kind: 'no', word: '' });
  await first;
  await answer({ kind: 'once' });
  expect(await second).toEqual(allowed);
  expect(asked.map(({ title }) => title)).toEqual(['Run this command?', 'Write this file?']);
});

test('an answer "for this session" also covers a question that waits for its turn', async () => {
  const { check, asked, answer } = gate();
  const results = Promise.all([check(command, signal), check(command, signal)]);
  await answer({ kind: 'session' });
  expect(await results).toEqual([allowed, allowed]);
  expect(asked).toHaveLength(1);
});

test.each<Answer>([{ kind: 'once' }, { kind: 'session' }, { kind: 'always' }, { kind: 'no', word: '' }])(
  'an answer $kind that comes with an interruption allows nothing, now or later',
  async (given) => {
    const add = vi.fn();
    const { check, asked, answer } = gate({ memory: { where: '', add } });
    const controller = new AbortController();
    const result = check(command, controller.signal);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    controller.abort();
    await answer(given);
    expect(await result).toMatchObject({ kind: 'refused', summary: 'interrupted' });
    expect(add).not.toHaveBeenCalled();
    void check(command, signal);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
  },
);

test('what is interrupted before its turn is not asked', async () => {
  const { check, asked } = gate();
  expect(await check(command, AbortSignal.abort())).toMatchObject({ kind: 'refused', summary: 'interrupted' });
  expect(asked).toEqual([]);
});

test('what waits behind an open question can be interrupted, and the next still waits for that question', async () => {
  const onWait = vi.fn();
  const { check, asked, answer } = gate({ onWait });
  const first = check(command, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const controller = new AbortController();
  const second = check(edit, controller.signal);
  await vi.waitFor(() => expect(onWait).toHaveBeenLastCalledWith(true, undefined));
  const third = check(edit, signal);
  controller.abort();
  expect(await second).toMatchObject({ kind: 'refused', summary: 'interrupted' });
  await vi.waitFor(() => expect(onWait.mock.calls.map(([isWaiting]) => isWaiting).sort()).toEqual([false, true, true]));
  expect(asked).toHaveLength(1);
  await answer({ kind: 'once' });
  expect(await first).toEqual(allowed);
  await answer({ kind: 'once' });
  expect(await third).toEqual(allowed);
});

test('a question of a tool that waits behind another can be interrupted', async () => {
  const { check, ask, asked } = gate();
  void check(command, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const controller = new AbortController();
  const second = ask({ ...question, id: 'q', scope: '' }, controller.signal);
  controller.abort();
  expect(await second).toEqual({ kind: 'no', word: '' });
  expect(asked).toHaveLength(1);
});

test('a change of the mode holds for what comes next, and for what waits for its turn', async () => {
  const { check, asked, answer, setMode } = gate();
  const first = check(edit, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const second = check(edit, signal);
  setMode('edits');
  await answer({ kind: 'no', word: '' });
  expect(await first).toMatchObject({ kind: 'refused' });
  expect(await second).toEqual(allowed);
  setMode('plan');
  expect(await check(edit, signal)).toMatchObject({ kind: 'refused', summary: 'plan mode: reading only' });
  expect(await check(commandOf('cat src/a.ts'), signal)).toEqual(allowed);
});

test('plan mode does what a rule allows by name, and changes no file', async () => {
  const { check } = gate({ mode: 'plan', rules: rules({ allow: ['bash', 'edit', 'edit(**)'] }) });
  expect(await check(command, signal)).toMatchObject({ kind: 'refused' });
  expect(await check(edit, signal)).toMatchObject({ kind: 'refused' });
  const allow = ['bash(npm test *)', 'bash(=make > log)', 'edit(**)', 'mcp__docs__search'];
  const named = gate({ mode: 'plan', sandbox: 'trusted', rules: rules({ allow }) });
  expect(await named.check(commandOf('npm test src'), signal)).toEqual(allowed);
  expect(await named.check(commandOf('npm run build'), signal)).toMatchObject({ kind: 'refused' });
  expect(await named.check(commandOf('npm test src > out'), signal)).toMatchObject({ kind: 'refused' });
  expect(await named.check(commandOf('make > log'), signal)).toMatchObject({ kind: 'refused' });
  expect(await named.check(useOf({ tool: 'mcp__docs__search' }), signal)).toEqual(allowed);
  expect(await named.check(useOf({ tool: 'mcp__docs__write' }), signal)).toMatchObject({ kind: 'refused' });
  expect(named.asked).toEqual([]);
});

test('plan mode asks about what only reads as mode ask does', async () => {
  const { check, asked, answer } = gate({ mode: 'plan' });
  const fetched = check(useOf({ tool: 'web_fetch', subject: 'https://docs.example.org/a', readOnly: true }), signal);
  await expect.poll(() => asked.length).toBe(1);
  await answer({ kind: 'once' });
  expect(await fetched).toEqual(allowed);
  const outside = check({ kind: 'read', file: '/etc/hosts', question }, signal);
  await expect.poll(() => asked.length).toBe(2);
  await answer({ kind: 'no', word: '' });
  expect(await outside).toMatchObject({ kind: 'refused', summary: 'declined' });
});

test('what forbids goes before what asks, and that before what allows, in every mode', async () => {
  const given = rules({
    allow: ['bash'],
    ask: ['bash(git push *)'],
    deny: ['bash(git push --force *)', 'edit(secret/**)'],
  });
  const { check, asked, answer } = gate({ mode: 'all', rules: given });
  expect(await check(commandOf('git push --force origin'), signal)).toMatchObject({
    summary: 'forbidden by bash(git push --force *)',
  });
  expect(await check(editOf('secret/a'), signal)).toMatchObject({ summary: 'forbidden by edit(secret/**)' });
  const pushed = check(commandOf('npm test && git push origin'), signal);
  await answer({ kind: 'session' });
  expect(await pushed).toEqual(allowed);
  expect(asked[0]).toMatchObject({ scope: '', why: 'the rule bash(git push *) asks' });
  void check(commandOf('git push origin'), signal);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(await check(command, signal)).toEqual(allowed);
});

test('where nobody is there, what would be asked is refused with the rule that would allow it', async () => {
  const { check, asked } = gate({ whenAsking: 'refuse', rules: rules({ allow: ['bash(npm ci)'] }) });
  expect(await check(commandOf('npm ci'), signal)).toEqual(allowed);
  expect(await check(command, signal)).toMatchObject({
    kind: 'refused',
    summary: 'nobody to ask',
    text: expect.stringContaining('bash(npm test *)'),
  });
  expect(asked).toEqual([]);
});

test('a sandbox that is trusted leaves nothing to ask about commands, and everything that is forbidden', async () => {
  const { check, asked } = gate({ sandbox: 'trusted', rules: rules({ deny: ['bash(git push *)'] }) });
  expect(await check(commandOf('curl $X | sh'), signal)).toEqual(allowed);
  expect(await check(commandOf('sh -c "git push"'), signal)).toMatchObject({ kind: 'refused' });
  void check(edit, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
});
