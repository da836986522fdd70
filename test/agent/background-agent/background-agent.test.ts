/** Agents in the background, as the program joins them: real tasks, tools and SDK, and a scripted model on loopback. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeOutcome } from '../../../src/background/task-outcome.ts';
import { isEnded, type Task } from '../../../src/background/task.ts';
import { breakOff, call, gate, httpError, say, type Reply } from '../../fixtures/api-replies.ts';
import type { ApiRequest } from '../../fixtures/api-server.ts';
import { openJoined, type JoinedOptions } from '../../fixtures/open-joined.ts';
import { toldIn, userText } from '../../fixtures/open-session.ts';

interface Scripts {
  /** What the session's own model answers, and what that of the agents, one a request. */
  readonly session: readonly Reply[];
  readonly agent: readonly Reply[];
}

async function openWithAgents(scripts: Scripts, options: JoinedOptions = {}) {
  const session = [...scripts.session];
  const agent = [...scripts.agent];
  const opened = await openJoined((body) => {
    const reply = (isAgents({ body }) ? agent : session).shift();
    return reply ?? httpError(400, 'invalid_request_error', 'The script has no reply.');
  }, options);
  return { ...opened, agentTasks: opened.hostedTasks };
}

function isAgents({ body }: Pick<ApiRequest, 'body'>): boolean {
  return JSON.stringify(body.system).includes('You are a background agent');
}

const start = (input: object = {}) => call('background_agent', { prompt: 'Count the files.', ...input });

const endOf = (task: Task | undefined) => (task && isEnded(task) ? describeOutcome(task.status.end) : 'not ended');

test('it works with tools of its own conversation, and its answer is told once', async () => {
  const opened = await openWithAgents({
    session: [start({ label: 'counter' }), say('It counts.'), say('Two, it says.')],
    agent: [call('bash', { command: 'touch made && echo counted' }), say('There are two files.')],
  });
  opened.session.submit('how many files?');
  await opened.turnsEnded(2);
  const [agent] = opened.agentTasks();
  expect(endOf(agent)).toBe('completed: finished');
  const [own, others] = [opened.server.requests.filter(isAgents), opened.server.requests.filter((r) => !isAgents(r))];
  expect(userText(own[0])).toBe('Count the files.');
  expect(userText(own[1])).toContain('counted');
  const names = own[0]?.body.tools?.map((tool) => ('name' in tool ? tool.name : ''));
  expect(names).toContain('bash');
  expect(names).not.toContain('background_agent');
  expect(others.flatMap(toldIn)).toEqual([agent?.id]);
  expect(userText(others.at(-1))).toContain('There are two files.');
  expect(userText(others.at(-1))).not.toContain('counted');
  const log = await opened.tasks.readLog(agent?.id ?? '', { before: 'end', bytes: 10_000 });
  const text = log.lines.map((line) => (line.kind === 'text' ? line.text : '')).join('\n');
  expect(text).toMatch(/> Count the files\.[^]*ran {2}touch made && echo counted[^]*exit 0[^]*There are two files\./);
  expect(opened.events.filter(({ type }) => type === 'agent_request')).toHaveLength(2);
});

test('a kind that is written down says what it is told, may use and runs on, and allows nothing more', async () => {
  const reviewer = {
    name: 'reviewer',
    description: 'For reviews.',
    prompt: 'Be strict.',
    tools: ['read_file', 'bash'],
    model: 'claude-haiku-5-5',
  };
  const opened = await openWithAgents(
    {
      session: [start({ kind: 'reviewer', tools: ['bash', 'edit_file'] }), say('Started.'), say('Refused, it says.')],
      agent: [call('bash', { command: 'touch made' }), say('I may not.')],
    },
    { kinds: [reviewer], permissions: 'ask', gate: { whenAsking: 'refuse' } },
  );
  opened.session.submit('review');
  await opened.turnsEnded(2);
  const own = opened.server.requests.filter(isAgents);
  expect(own[0]?.body).toMatchObject({ model: 'claude-haiku-5-5' });
  expect(own[0]?.body.tools?.map((tool) => ('name' in tool ? tool.name : ''))).toEqual(['bash']);
  expect(JSON.stringify(own[0]?.body.system)).toContain('Be strict.');
  expect(userText(own[1])).toContain('nobody is there to be asked');
  const first = opened.server.requests.find((request) => !isAgents(request));
  expect(JSON.stringify(first?.body.tools)).toContain('- reviewer: For reviews.');
  expect(opened.agentTasks()[0]?.spec.label).toBe('reviewer');
});

test('a kind that nobody has written down is refused by name', async () => {
  const kinds = [{ name: 'reviewer', description: 'For reviews.', prompt: 'Be strict.' }];
  const opened = await openWithAgents({ session: [start({ kind: 'tester' }), say('Well.')], agent: [] }, { kinds });
  opened.session.submit('test');
  await opened.turnsEnded(1);
  expect(userText(opened.server.requests[1])).toContain('There is no kind of agent tester. There are: reviewer.');
  expect(opened.agentTasks()).toEqual([]);
});

test('it is told of its own tasks, and is done only when they are', async () => {
  const opened = await openWithAgents({
    session: [start(), say('It waits.'), say('Good.')],
    agent: [
      call('background_run', { command: 'until [ -e go ]; do sleep 0.05; done; echo built' }),
      say('It builds.'),
      say('The build is fine.'),
    ],
  });
  opened.session.submit('build it');
  await opened.turnsEnded(1);
  const itsTask = () => opened.tasks.list().find(({ spec }) => spec.hosted === undefined);
  await expect.poll(() => opened.server.requests.filter(isAgents).length, { timeout: 10_000 }).toBe(2);
  expect(endOf(opened.agentTasks()[0])).toBe('not ended');
  writeFileSync(path.join(opened.root, 'go'), '');
  await opened.turnsEnded(2);
  const { requests } = opened.server;
  expect(requests.filter(isAgents).flatMap(toldIn)).toEqual([itsTask()?.id]);
  expect(requests.filter((one) => !isAgents(one)).flatMap(toldIn)).toEqual([opened.agentTasks()[0]?.id]);
});

test('what it asks goes to the same human, named, and a turn that ends does not take the question away', async () => {
  const opened = await openWithAgents(
    {
      session: [start({ label: 'writer' }), say('Started.'), say('It was refused.')],
      agent: [call('bash', { command: 'touch made' }), say('I may not.')],
    },
    { permissions: 'ask' },
  );
  opened.session.submit('write');
  await opened.turnsEnded(1);
  const asked = () => opened.events.find((event) => event.type === 'question_asked');
  await expect.poll(asked, { timeout: 10_000 }).toBeDefined();
  expect(asked()?.question).toMatchObject({ agent: 'writer', context: expect.stringContaining('agent writer asks') });
  opened.session.answer(asked()?.question.id ?? '', { kind: 'no', word: 'not now' });
  await opened.turnsEnded(2);
  expect(userText(opened.server.requests.filter(isAgents).at(-1))).toContain('not now');
});

/** An agent whose question stands, and a command of the session's own that waits behind it. */
async function openWithQueue() {
  const opened = await openWithAgents(
    {
      session: [start({ label: 'writer' }), call('bash', { command: 'touch own' }), say('Interrupted.')],
      agent: [call('bash', { command: 'touch made' }), say('I may not.')],
    },
    { permissions: 'ask' },
  );
  opened.session.submit('write');
  const has = (type: string) => opened.events.some((event) => event.type === type);
  await expect.poll(() => has('question_asked') && has('question_waiting'), { timeout: 10_000 }).toBe(true);
  expect(opened.events.filter(({ type }) => type === 'question_asked')).toHaveLength(1);
  return opened;
}

test('a call that waits behind the question of an agent can be interrupted, and the agent be stopped', async () => {
  const opened = await openWithQueue();
  opened.session.interrupt();
  await opened.turnsEnded(1);
  expect(opened.events.find(({ type }) => type === 'turn_ended')).toMatchObject({ reason: 'interrupted' });
  const [agent] = opened.agentTasks();
  await opened.tasks.stop(agent?.id ?? '', 'user');
  expect(endOf(opened.agentTasks()[0])).toMatch(/^stopped/);
});

test('a session closes while one question waits behind another', async () => {
  const opened = await openWithQueue();
  await opened.session.close('stop');
  expect(endOf(opened.agentTasks()[0])).toMatch(/^stopped/);
});

test('where nobody can be asked it is refused with a reason', async () => {
  const opened = await openWithAgents(
    { session: [start(), say('Started.'), say('No.')], agent: [call('bash', { command: 'touch made' }), say('No.')] },
    { permissions: 'ask', gate: { whenAsking: 'refuse' } },
  );
  opened.session.submit('write');
  await opened.turnsEnded(2);
  expect(userText(opened.server.requests.filter(isAgents).at(-1))).toContain('nobody is there to be asked');
});

test('stopped, it takes its tasks with it', async () => {
  const opened = await openWithAgents({
    session: [start(), say('Started.'), say('Stopped.')],
    agent: [
      call('background_run', { command: 'sleep 600', timeout: 0 }),
      call('bash', { command: 'tail -f /dev/null' }),
    ],
  });
  opened.session.submit('sleep');
  await expect.poll(() => opened.tasks.list().length, { timeout: 15_000 }).toBe(3);
  opened.session.stopTask(opened.agentTasks()[0]?.id ?? '');
  await opened.turnsEnded(2);
  expect(endOf(opened.agentTasks()[0])).toBe('stopped: not finished, stopped by the user');
  expect(opened.tasks.list().every(isEnded)).toBe(true);
});

test('a server that it started goes on, and is the session’s from then', async () => {
  const opened = await openWithAgents({
    session: [start(), say('Started.'), say('It serves.')],
    agent: [call('background_run', { command: 'sleep 600', timeout: 0 }), say('It serves.')],
  });
  opened.session.submit('serve');
  await opened.turnsEnded(2);
  const server = opened.tasks.list().find(({ spec }) => spec.hosted === undefined);
  expect(server).toMatchObject({ spec: { sessionId: 'session-a' }, status: { phase: 'running' } });
  expect(userText(opened.server.requests.at(-1))).toContain(`It left task ${server?.id} running`);
});

test('no more agents run at once than there are places', async () => {
  const hold = gate();
  const opened = await openWithAgents(
    {
      session: [[start(), start()], say('Started.'), say('One.'), say('Two.')],
      agent: [say('One', hold, '.'), say('Two.')],
    },
    { agents: 1 },
  );
  opened.session.submit('two');
  await hold.reached;
  await opened.turnsEnded(1);
  expect(opened.agentTasks().map(({ status }) => status.phase)).toEqual(['running', 'queued']);
  hold.release();
  await expect.poll(() => opened.agentTasks().every(isEnded), { timeout: 15_000 }).toBe(true);
});

test('when the session closes, it ends with it and says so', async () => {
  const hold = gate();
  const opened = await openWithAgents({ session: [start(), say('Started.')], agent: [say('One', hold)] });
  opened.session.submit('think');
  await hold.reached;
  await opened.session.close('keep');
  expect(endOf(opened.agentTasks()[0])).toBe('stopped: not finished, stopped when meanwhile quit');
});

test('a model that fails is its end', async () => {
  const opened = await openWithAgents({ session: [start(), say('Started.'), say('It failed.')], agent: [] });
  opened.session.submit('think');
  await expect
    .poll(() => endOf(opened.agentTasks()[0]), { timeout: 15_000 })
    .toMatch(/^failed: .*The script has no reply/);
});

test('what it uses counts for the limit of the session, and stops at it', async () => {
  const opened = await openWithAgents(
    {
      session: [start(), say('Started.')],
      agent: Array.from({ length: 50 }, () => call('bash', { command: 'true' })),
    },
    { models: { limits: { tokens: 1_000 } } },
  );
  opened.session.submit('think');
  await expect.poll(() => endOf(opened.agentTasks()[0]), { timeout: 15_000 }).toMatch(/^failed: .*maxSessionTokens/);
});

test('it rides out an outage, its broken answers are counted, and no key to press is shown to a model', async () => {
  const soon = { 'retry-after-ms': '20' };
  const opened = await openWithAgents({
    session: [start(), say('It counts.'), say('Two, it says.')],
    agent: [
      httpError(529, 'overloaded_error', 'Overloaded', soon),
      [say('There are ', breakOff())],
      say('There are two files.'),
    ],
  });
  opened.session.submit('how many files?');
  await opened.turnsEnded(2);
  const [agent] = opened.agentTasks();
  expect(endOf(agent)).toBe('completed: finished');
  expect(opened.events.filter(({ type }) => type === 'agent_request')).toHaveLength(2);
  expect(JSON.stringify(opened.server.requests.map(({ body }) => body))).not.toContain('Press Enter');
  const log = await opened.tasks.readLog(agent?.id ?? '', { before: 'end', bytes: 10_000 });
  expect(JSON.stringify(log.lines)).toContain('The model is overloaded (529)');
});

test('it fails with a sentence for a model when it may wait no longer', async () => {
  const opened = await openWithAgents(
    {
      session: [start(), say('It could not.'), say('As I said.')],
      agent: [httpError(429, 'rate_limit_error', 'Slow down', { 'retry-after': '900' })],
    },
    { models: { maxWait: 0 } },
  );
  opened.session.submit('how many files?');
  await expect.poll(() => endOf(opened.agentTasks()[0]), { timeout: 10_000 }).not.toBe('not ended');
  await expect.poll(() => opened.server.requests.filter((one) => !isAgents(one)).flatMap(toldIn)).toHaveLength(1);
  expect(endOf(opened.agentTasks()[0])).toContain('The rate limit is reached (429)');
  expect(JSON.stringify(opened.server.requests.map(({ body }) => body))).not.toContain('Press Enter');
});
