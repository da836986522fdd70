import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { forkBefore } from '../../src/agent/fork.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import { call, gate, httpError, say, think, uses } from '../fixtures/api-replies.ts';
import type { ApiServer } from '../fixtures/api-server.ts';
import { openSession } from '../fixtures/open-session.ts';

const SYSTEM = ['You are a test.', 'Date at the start: 2026-03-02', 'Git branch at the start: main'];
/** Tokens: a prompt, what was said to the one before, and no system prompt. */
const ONE_STEP = 700;
const RULES = 'x'.repeat(4_000);
const thinks = { id: 'scripted', capabilities: { thinking: { types: { adaptive: { supported: true } } } } };

function systemOn(day: string, branch: string, rules: string): string {
  return [SYSTEM[0], RULES, `Date at the start: ${day}`, `Git branch at the start: ${branch}`, rules].join('\n');
}

/** A session of one program: so many prompts, each with a thought and a call. */
async function work({ root, recorded, system, extra = [], prompts = 3, compact = false }: Day): Promise<ApiServer> {
  let prompted = 0;
  const server = await openSession(
    (body) => {
      const last = JSON.stringify(body.messages.at(-1));
      if (last.includes('Summarize this conversation')) return [think('What counts?'), say('All was done.')];
      if (last.includes('tool_result')) return [think('I have read it.'), say('Done.')];
      return [think('I look at it.'), say('I look.'), call('list_directory', {})];
    },
    { root, system, extraTools: () => (prompted > 1 ? extra : []), offered: [thinks], ...(recorded && { recorded }) },
  );
  const { session, turnsEnded, events } = server;
  const before = events.filter(({ type }) => type === 'turn_ended').length;
  await session.loadModels();
  for (let n = 1; n <= prompts; n++) {
    prompted = n;
    session.submit(`Prompt ${n}. ${'word '.repeat(200)}`);
    await turnsEnded(before + n);
  }
  if (compact) {
    session.compact('');
    await turnsEnded(before + prompts + 1);
  }
  await session.close('keep');
  return server.server;
}

interface Day {
  readonly root: string;
  readonly recorded?: readonly AgentEvent[];
  readonly system: string;
  readonly extra?: readonly string[];
  readonly prompts?: number;
  readonly compact?: boolean;
}

test('five days, three branches, a late server, edited instructions and two compactions are one valid conversation', async () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-days-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const record = () => readJournal(path.join(root, '.state', 'session.jsonl'));
  const days: readonly Omit<Day, 'root'>[] = [
    { system: systemOn('2026-03-02', 'main', 'Use tabs.') },
    { system: systemOn('2026-03-03', 'feature', 'Use tabs.'), compact: true },
    { system: systemOn('2026-03-04', 'feature', 'Use spaces.'), extra: ['mcp__late__look'] },
    { system: systemOn('2026-03-05', 'release', 'Use spaces.'), extra: ['mcp__late__look'], compact: true },
    { system: systemOn('2026-03-06', 'release', 'Use both.'), extra: ['mcp__late__look'] },
  ];
  for (const [n, day] of days.entries()) {
    const server = await work({ ...day, root, ...(n > 0 && { recorded: await record() }) });
    expect(server.refusals).toEqual([]);
    expect(server.requests.length).toBeGreaterThanOrEqual(6);
    // The first request of a day finds an empty cache, and so does the first with another tool: the server is late each morning, and known on the fourth. Each other one reads
    // all that the one before it sent.
    const read = server.requests.slice(0, 6).map(({ cache }) => cache.written + cache.fresh < ONE_STEP);
    expect(read).toEqual([false, true, n !== 2 && n !== 4, true, true, true]);
    const { system, messages, tools = [] } = server.requests[5]!.body;
    const sent = JSON.stringify({ system, messages });
    if (n === 1) expect(sent).toContain('True now:\\nDate at the start: 2026-03-03\\nGit branch at the start: feature');
    if (n === 2) expect(JSON.stringify(tools.at(-1))).toContain('mcp__late__look');
    if (n === 3) expect(sent).toContain('True now:\\nDate at the start: 2026-03-05\\nGit branch at the start: release');
    // Room was made the evening before: all of it is new.
    if (n === 4) expect(JSON.stringify(system)).toContain('Use both.');
  }
  const [first] = (await record()).filter(({ type }) => type === 'prefix_recorded');
  expect(first).toMatchObject({ system: days[0]?.system });
});

test('what has changed is told once, and thinking goes back where nothing before it has changed', async () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-days-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const record = () => readJournal(path.join(root, '.state', 'session.jsonl'));
  await work({ root, system: 'One.', prompts: 1 });
  await work({ root, system: 'Two.', prompts: 1, recorded: await record() });
  const { requests, refusals } = await work({ root, system: 'Two.', prompts: 1, recorded: await record() });
  expect(refusals).toEqual([]);
  const sent = JSON.stringify(requests.at(-1)?.body);
  expect(sent.match(/changed-instructions>\\n/g)).toHaveLength(1);
  expect(sent).toContain('"system":[{"type":"text","text":"One."');
  expect(sent.match(/"type":"thinking"/g)).toHaveLength(5);
});

test('a fork goes on with what the session began with', async () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-days-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await work({ root, system: 'One.', prompts: 2 });
  const fork = forkBefore(await readJournal(path.join(root, '.state', 'session.jsonl')), 0);
  const { requests, refusals } = await work({ root, system: 'Two.', prompts: 1, recorded: fork?.events ?? [] });
  expect(refusals).toEqual([]);
  expect(JSON.stringify(requests[0]?.body.system)).toContain('One.');
  expect(JSON.stringify(requests[0]?.body.messages)).toContain('"type":"thinking"');
});

test('a record of an earlier version is taken up without the thinking in it', async () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-days-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await work({ root, system: 'One.', prompts: 1 });
  const old = (await readJournal(path.join(root, '.state', 'session.jsonl'))).filter(
    ({ type }) => type !== 'prefix_recorded',
  );
  const { requests, refusals } = await work({ root, system: 'Two.', prompts: 1, recorded: old });
  expect(refusals).toEqual([]);
  expect(JSON.stringify(requests[0]?.body)).not.toContain('"type":"thinking"');
});

test('the cache is kept for an hour while a slow task runs and the conversation is long', async () => {
  const opened = await openSession((body) =>
    JSON.stringify(body.messages.at(-1)).includes('tool_result')
      ? [say('It runs.')]
      : [uses({ input_tokens: 20_000 }), call('background_run', { command: 'sleep 600', timeout: 3_600 })],
  );
  opened.session.submit('go');
  await opened.turnsEnded(1);
  const marks = opened.server.requests.map(({ body }) => JSON.stringify(body).match(/"ttl":"1h"/g)?.length ?? 0);
  expect(marks).toEqual([0, 4]);
});

test('the cache is not kept for an hour while a task runs that its time limit ends soon', async () => {
  const { session, server, turnsEnded } = await openSession((body) =>
    JSON.stringify(body.messages.at(-1)).includes('tool_result')
      ? [say('It runs.')]
      : [uses({ input_tokens: 20_000 }), call('background_run', { command: 'sleep 600', timeout: 120 })],
  );
  session.submit('go');
  await turnsEnded(1);
  const isLong = server.requests.map(({ body }) => JSON.stringify(body).includes('"ttl":"1h"'));
  expect(isLong).toEqual([false, false]);
});

describe('what changes while the session goes on', () => {
  const DAY = 'Date: Monday, 2026-03-02';
  const NEXT = 'Date: Tuesday, 2026-03-03';

  async function overMidnight(model: string) {
    let system = `One.\n${DAY}`;
    const opened = await openSession(() => [think('Hm.'), say('Done.')], {
      system,
      systemNow: () => system,
      model,
      models: { thinking: 'on' },
    });
    const { session, server, turnsEnded } = opened;
    for (let n = 1; n <= 4; n++) {
      if (n === 3) system = `One.\n${NEXT}`;
      session.submit(`Prompt ${n}. ${'word '.repeat(600)}`);
      await turnsEnded(n);
    }
    expect(server.refusals).toEqual([]);
    expect(server.requests.map(({ cache }) => cache.read > 0)).toEqual([false, true, true, true]);
    return server.requests;
  }

  test('is told once, with the next prompt, and nothing that was sent before is another', async () => {
    const requests = await overMidnight('scripted');
    expect(requests.map(({ body }) => JSON.stringify(body.messages).split(`True now:\\n${NEXT}`).length - 1)).toEqual([
      0, 0, 1, 1,
    ]);
    expect(requests[3]?.body.system).toMatchObject([{ text: `One.\n${DAY}` }]);
  });

  test('is told as the system where the model takes that', async () => {
    const requests = await overMidnight('claude-sonnet-5-5');
    expect(requests.map(({ body }) => body.messages.filter(({ role }) => role === 'system').length)).toEqual([
      0, 0, 1, 1,
    ]);
    const messages = requests[3]?.body.messages ?? [];
    const at = messages.findIndex(({ role }) => role === 'system');
    expect(JSON.stringify(messages[at])).toContain(NEXT);
    expect(messages.map(({ role }) => role).slice(at - 1, at + 2)).toEqual(['user', 'system', 'assistant']);
    expect(JSON.stringify(messages[at - 1])).not.toContain(NEXT);
  });

  test('is told in the user’s message once the server refuses the role', async () => {
    let system = DAY;
    const { session, server, turnsEnded, events } = await openSession(
      (body) =>
        body.messages.some(({ role }) => role === 'system')
          ? httpError(400, 'invalid_request_error', "role 'system' is not supported on this model")
          : [say('Done.')],
      { system, systemNow: () => system, model: 'claude-sonnet-5-5' },
    );
    session.submit('go');
    await turnsEnded(1);
    system = NEXT;
    session.submit('on');
    await turnsEnded(2);
    session.submit('on');
    await turnsEnded(3);
    expect(server.requests.map(({ body }) => body.messages.some(({ role }) => role === 'system'))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(JSON.stringify(server.requests[3]?.body.messages)).toContain(NEXT);
    expect(events.filter(({ type }) => type === 'request_retrying')).toHaveLength(1);
  });

  test('an interruption by the user is told once, also by the next program', async () => {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-days-')));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const middle = gate();
    const first = await openSession([say('This much ', middle, 'and no more.')], { root });
    first.session.submit('go');
    await middle.reached;
    await first.event('text_delta');
    first.session.interrupt();
    await first.turnsEnded(1);
    await first.session.close('keep');
    const recorded = await readJournal(path.join(root, '.state', 'session.jsonl'));
    const { session, server, turnsEnded } = await openSession(() => [say('Yes.')], { root, recorded });
    for (const n of [1, 2]) {
      session.submit('again');
      await turnsEnded(1 + n);
    }
    const told = server.requests.map(({ body }) => JSON.stringify(body.messages).split('<interruption>').length - 1);
    expect(told).toEqual([1, 1]);
  });
});
