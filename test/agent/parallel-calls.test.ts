/** Calls of one message: what runs at the same time, what keeps its order, and what the model is answered. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { parseRule, type Rule } from '../../src/agent/permissions/rules.ts';
import { createTranscript } from '../../src/agent/background-agent/transcript.ts';
import { call, say } from '../fixtures/api-replies.ts';
import { startHeldPages, type HeldPages } from '../fixtures/held-pages.ts';
import { openJoined } from '../fixtures/open-joined.ts';
import { openSession, resultsIn, toldIn, type OpenSession } from '../fixtures/open-session.ts';

const FOUR = [1, 2, 3, 4];

function allow(...texts: readonly string[]) {
  const allowed = texts.flatMap((text): readonly Rule[] => {
    const parsed = parseRule(text);
    return parsed.kind === 'rule' ? [parsed.rule] : [];
  });
  return { rules: { allow: allowed, ask: [], deny: [] } };
}

/** Answers its pages, the last one first, when so many of them are open at the same time. */
async function pagesThatMeet(count: number): Promise<HeldPages> {
  const pages = await startHeldPages((open) => {
    if (open.length === count) for (const page of open.toReversed()) page.answer(`this is ${page.path}`);
  });
  onTestFinished(pages.close);
  return pages;
}

const command = (name: number | string) => call('bash', { command: `build ${name}` }, { id: `toolu_${name}` });
const callsOf = (names: readonly (number | string)[]) => names.map(command);

function types(events: readonly AgentEvent[], ...wanted: readonly AgentEvent['type'][]): readonly string[] {
  return events.filter(({ type }) => wanted.includes(type)).map(({ type }) => type);
}

/** The task of the command with that name. */
function taskOf({ tasks }: Pick<OpenSession, 'tasks'>, name: number | string): string {
  return tasks.list().find(({ spec }) => spec.command === `build ${name}`)?.id ?? '';
}

test('four pages are fetched at the same time, and answered in the order of the calls', async () => {
  const { origin } = await pagesThatMeet(4);
  const fetches = FOUR.map((n) => call('web_fetch', { url: `${origin}/${n}` }, { id: `toolu_${n}` }));
  const { session, server, turnsEnded, events } = await openSession([[...fetches], say('Read.')], {
    permissions: 'ask',
    gate: allow(`web_fetch(${origin}/*)`),
  });
  session.submit('read them');
  await turnsEnded(1);
  const results = resultsIn(server.requests[1]);
  expect(results.map(({ id }) => id)).toEqual(FOUR.map((n) => `toolu_${n}`));
  expect(results.map(({ text }) => /this is \/\d/.exec(text)?.[0])).toEqual(FOUR.map((n) => `this is /${n}`));
  expect(types(events, 'assistant_message', 'tool_started', 'tool_done')).toEqual([
    'assistant_message',
    ...FOUR.map(() => 'tool_started'),
    ...FOUR.map(() => 'tool_done'),
    'assistant_message',
  ]);
});

test('four commands that a rule allows run at the same time, also where they are the same one', async () => {
  // Each leaves a sign and ends when it sees four of them.
  const meet = 'sh meet.sh';
  const script = 'echo x >> signs; until [ "$(wc -l < signs)" -ge 4 ]; do sleep 0.05; done; sleep 1.5; echo met';
  const { session, server, turnsEnded, root, events } = await openJoined(
    [FOUR.map((n) => call('bash', { command: meet }, { id: `toolu_${n}` })), say('They met.')],
    { permissions: 'ask', gate: allow('bash(sh meet.sh)') },
  );
  writeFileSync(path.join(root, 'meet.sh'), script);
  session.submit('let them meet');
  await turnsEnded(1);
  const results = resultsIn(server.requests[1]);
  expect(results.map(({ id }) => id)).toEqual(FOUR.map((n) => `toolu_${n}`));
  for (const { text } of results) expect(text).toMatch(/exit 0[^]*met/);
  expect(types(events, 'question_asked')).toEqual([]);
});

test('interrupting ends all that run, and every call has its result', async () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const opened = await openSession([callsOf(ten), say('Stopped.')]);
  opened.session.submit('build all');
  await expect.poll(() => opened.executor.running.length).toBe(8);
  opened.session.interrupt();
  await opened.turnsEnded(1);
  expect(opened.executor.running).toEqual([]);
  opened.session.submit('what happened?');
  await opened.turnsEnded(2);
  const results = resultsIn(opened.server.requests[1]);
  expect(results.map(({ id }) => id)).toEqual(ten.map((n) => `toolu_${n}`));
  for (const { text } of results.slice(0, 8)) expect(text).toContain('The user interrupted this command');
  for (const { text } of results.slice(8)) expect(text).toContain('interrupted the turn before this ran');
  expect(opened.server.requests.flatMap(toldIn)).toEqual([]);
});

test('one that fails harms no other', async () => {
  const opened = await openSession([
    [command('a'), call('read_file', { path: 'nowhere' }), command('b'), command('c')],
    say('One failed.'),
  ]);
  opened.session.submit('build');
  await expect.poll(() => opened.executor.running.length).toBe(3);
  opened.executor.end(taskOf(opened, 'b'), { end: { kind: 'lost', reason: 'gone' } });
  opened.executor.end(taskOf(opened, 'c'), { printed: 'c is built\n' });
  opened.executor.end(taskOf(opened, 'a'), { end: { kind: 'exited', code: 2 } });
  await opened.turnsEnded(1);
  const [a, read, b, c] = resultsIn(opened.server.requests[1]).map(({ text }) => text);
  expect([a, read, b, c]).toEqual([
    expect.stringContaining('exit 2'),
    expect.stringContaining('nowhere'),
    expect.stringContaining('lost'),
    expect.stringContaining('c is built'),
  ]);
  // Each end is told by its result, by no notice.
  expect(opened.server.requests.flatMap(toldIn)).toEqual([]);
});

test('a key leaves all commands that run in the foreground to the background, and each end is told once', async () => {
  const opened = await openSession([callsOf(['a', 'b', 'c']), say('They go on.'), say('Both built.')]);
  opened.session.submit('build');
  await expect.poll(() => opened.executor.running.length).toBe(3);
  opened.executor.end(taskOf(opened, 'b'), { printed: 'b is built\n' });
  await opened.event('tool_done');
  opened.session.moveToBackground();
  await opened.turnsEnded(1);
  const texts = resultsIn(opened.server.requests[1]).map(({ text }) => text);
  expect(texts).toEqual([
    expect.stringContaining(`moved it to the background as task ${taskOf(opened, 'a')}`),
    expect.stringContaining('b is built'),
    expect.stringContaining(`moved it to the background as task ${taskOf(opened, 'c')}`),
  ]);
  for (const name of ['a', 'c']) opened.executor.end(taskOf(opened, name));
  await opened.turnsEnded(2);
  expect(toldIn(opened.server.requests.at(-1)).toSorted()).toEqual([taskOf(opened, 'a'), taskOf(opened, 'c')].sort());
});

test('a command that takes too long is left to the background while the others are waited for', async () => {
  const opened = await openSession([callsOf(['a', 'b']), say('Both go on.')], { foreground: 50 });
  opened.session.submit('build');
  await opened.turnsEnded(1);
  const texts = resultsIn(opened.server.requests[1]).map(({ text }) => text);
  for (const text of texts) expect(text).toContain('goes on in the background');
});

test('edits keep their order, between calls that run together', async () => {
  const edit = (from: string, to: string) => call('edit_file', { path: 'a.txt', old_text: from, new_text: to });
  const read = call('read_file', { path: 'a.txt' });
  const opened = await openSession([
    [read, read, edit('one', 'two'), read, edit('two', 'three'), edit('three', 'four'), read, read],
    say('Edited.'),
  ]);
  writeFileSync(path.join(opened.root, 'a.txt'), 'one\n');
  opened.session.submit('edit it');
  await opened.turnsEnded(1);
  const words = resultsIn(opened.server.requests[1]).map(({ text }) => /\\t(one|two|three|four)/.exec(text)?.[1]);
  expect([0, 1, 3, 6, 7].map((index) => words[index])).toEqual(['one', 'one', 'two', 'four', 'four']);
  expect(readFileSync(path.join(opened.root, 'a.txt'), 'utf8')).toBe('four\n');
});

test('what asks waits for those before it, is asked alone, and those behind it wait for the answer', async () => {
  const opened = await openSession(
    [
      [command('a'), command('b'), call('bash', { command: 'deploy' }, { id: 'toolu_deploy' }), command('c')],
      say('Deployed.'),
    ],
    { permissions: 'ask', gate: allow('bash(build *)') },
  );
  const { session, executor, events } = opened;
  const started = () => events.flatMap((event) => (event.type === 'tool_started' ? [event.callId] : []));
  session.submit('build and deploy');
  await expect.poll(() => executor.running.length).toBe(2);
  expect(started()).toEqual(['toolu_a', 'toolu_b']);
  executor.end(taskOf(opened, 'b'));
  expect(types(events, 'question_asked')).toEqual([]);
  executor.end(taskOf(opened, 'a'));
  const { question } = await opened.event('question_asked');
  expect(question).toMatchObject({ title: 'Run this command?', callId: 'toolu_deploy' });
  expect(started()).toEqual(['toolu_a', 'toolu_b', 'toolu_deploy']);
  expect(executor.running).toEqual([]);
  session.answer(question.id, { kind: 'no', word: 'not today' });
  await expect.poll(() => executor.running.length).toBe(1);
  expect(started().at(-1)).toBe('toolu_c');
  executor.end(taskOf(opened, 'c'));
  await opened.turnsEnded(1);
  expect(resultsIn(opened.server.requests[1]).map(({ id, text }) => [id, text.includes('not today')])).toEqual([
    ['toolu_a', false],
    ['toolu_b', false],
    ['toolu_deploy', true],
    ['toolu_c', false],
  ]);
  expect(types(events, 'question_asked')).toHaveLength(1);
});

test('a rule that asks keeps even a harmless call in its order', async () => {
  const rule = parseRule('read(secret/**)');
  const asking = rule.kind === 'rule' ? [rule.rule] : [];
  const opened = await openSession(
    [[command('a'), call('read_file', { path: 'secret/key' }), command('b')], say('Done.')],
    { gate: { rules: { allow: [], ask: asking, deny: [] } } },
  );
  opened.session.submit('go');
  await expect.poll(() => opened.executor.running.length).toBe(1);
  expect(types(opened.events, 'question_asked')).toEqual([]);
  opened.executor.end(taskOf(opened, 'a'));
  const { question } = await opened.event('question_asked');
  expect(opened.executor.running).toEqual([]);
  opened.session.answer(question.id, { kind: 'no', word: '' });
  await expect.poll(() => opened.executor.running.length).toBe(1);
  opened.executor.end(taskOf(opened, 'b'));
  await opened.turnsEnded(1);
});

const MEETING = fileURLToPath(new URL('../fixtures/programs/meeting-mcp-server.js', import.meta.url));

test('tools of MCP servers run together where the server says that they only read, and no rule asks', async () => {
  const look = (n: number) => call('mcp__meeting__look', { n }, { id: `toolu_look_${n}` });
  const change = (n: number) => call('mcp__meeting__change', { n }, { id: `toolu_change_${n}` });
  const { session, server, turnsEnded, events } = await openJoined(
    [say('Hello.'), [look(1), look(2), change(3), change(4)], say('Done.')],
    { servers: { meeting: { command: process.execPath, args: [MEETING] } } },
  );
  session.submit('hello');
  await vi.waitFor(() => expect(session.mcpServers()[0]?.state.kind).toBe('ready'), { timeout: 10_000 });
  await turnsEnded(1);
  session.submit('look and change');
  await turnsEnded(2);
  const texts = resultsIn(server.requests[2]).map(({ text }) => /open: \d/.exec(text)?.[0]);
  expect(texts).toEqual(['open: 2', 'open: 2', 'open: 1', 'open: 1']);
  expect(types(events, 'problem')).toEqual([]);
});

test('the log of an agent names the call of each result, when several run', () => {
  let log = '';
  const transcript = createTranscript((text) => (log += text));
  const done = (callId: string) =>
    transcript.done({
      result: { kind: 'tool-result', callId, text: '', isError: false, summary: `done ${callId}` },
      told: [],
    });
  for (const callId of ['a', 'b']) transcript.called(callId, { name: 'bash', verb: 'ran', subject: `build ${callId}` });
  transcript.ran('a', '1f3a9c2e');
  done('a');
  done('b');
  expect(log).toBe(
    '• ran  build a\n• ran  build b\n• ran  build a  (continued)\n  task 1f3a9c2e\n  done a\n\n• ran  build b  (continued)\n  done b\n\n',
  );
});
