/** The loop's promise: an end is told to the model exactly once, whatever happens at that moment (FIELD D1 to D5). */
import { expect, test } from 'vitest';
import type { Journal } from '../../src/agent/journal.ts';
import { call, gate, httpError, say, type Reply } from '../fixtures/api-replies.ts';
import { openSession, toldIn, userText, type OpenSession, type OpenSessionOptions } from '../fixtures/open-session.ts';

interface Scenario {
  readonly title: string;
  readonly replies: readonly Reply[];
  readonly options?: OpenSessionOptions;
  /** Drives the session until everything has ended that is going to end. */
  drive(opened: OpenSession): Promise<void>;
  /** Requests that the model answered or failed to answer. */
  readonly requests: number;
  /** How many ends and other news are told in the last request, and of how many tasks. */
  readonly told?: number;
  readonly tasks?: number;
}

const runBuild = call('background_run', { command: 'build' });
const runServer = call('background_run', { command: 'serve', timeout: 0, notify_on: ['ready'] });
const runAsking = call('background_run', { command: 'init', stdin: true });
const started = say('It runs.');

/** One task runs, the model has said so and is idle. */
async function oneRuns({ session, executor, turnsEnded }: OpenSession): Promise<string> {
  session.submit('build it');
  await turnsEnded(1);
  return executor.running[0] ?? '';
}

const words = gate();
const busy = gate();
const typing = gate();
const esc = gate();
const failing = gate();
const watching = gate();
const reading = gate();

const scenarios: readonly Scenario[] = [
  {
    title: 'a task that ends while the session is idle wakes it (FIELD D2)',
    replies: [runBuild, started, say('Built.')],
    requests: 3,
    async drive(opened) {
      opened.executor.end(await oneRuns(opened), { printed: 'ok\n' });
      await opened.turnsEnded(2);
    },
  },
  {
    title: 'a task that ends while the model streams its last words is told before the turn ends (FIELD D1)',
    replies: [runBuild, [say('It ', words, 'runs.')], say('Built.')],
    requests: 3,
    async drive({ session, executor, turnsEnded }) {
      session.submit('build it');
      await words.reached;
      executor.end(executor.running[0] ?? '');
      words.release();
      await turnsEnded(1);
    },
  },
  {
    title: 'three tasks that end in the same tick are told in one request (FIELD D5)',
    replies: [['a', 'b', 'c'].map((command) => call('background_run', { command })), started, say('All built.')],
    requests: 3,
    told: 3,
    async drive({ session, executor, turnsEnded }) {
      session.submit('build it');
      await turnsEnded(1);
      for (const id of executor.running) executor.end(id);
      await turnsEnded(2);
    },
  },
  {
    title: 'a task that ends between the drain and the call is told in the next request',
    replies: [runBuild, started, say('I see.'), say('Built.')],
    requests: 4,
    async drive(opened) {
      const id = await oneRuns(opened);
      const unsubscribe = opened.session.subscribe((event) => {
        if (event.type !== 'request_started') return;
        unsubscribe();
        opened.executor.end(id);
      });
      opened.session.submit('how is it?');
      await opened.turnsEnded(2);
    },
  },
  {
    title: 'a call that fails after the drain is repeated with the same history',
    replies: [runBuild, started, httpError(400, 'invalid_request_error', 'no'), say('Built.')],
    requests: 4,
    async drive(opened) {
      opened.executor.end(await oneRuns(opened));
      await opened.event('request_failed');
      await opened.turnsEnded(2);
      opened.session.submit('');
      await opened.turnsEnded(3);
    },
  },
  {
    title: 'a task that ends while an answer breaks off is told when that was asked for again',
    replies: [runBuild, started, [say('Hm', failing), { kind: 'break' }], say('It runs.'), say('Built.')],
    requests: 5,
    async drive(opened) {
      const id = await oneRuns(opened);
      opened.session.submit('how is it?');
      await failing.reached;
      opened.executor.end(id);
      failing.release();
      await opened.event('request_waiting');
      opened.session.hasten();
      await opened.turnsEnded(2);
    },
  },
  {
    title: 'a prompt typed at the moment of an end travels with it, in one message',
    replies: [runBuild, started, say('Built, and noted.')],
    requests: 3,
    async drive(opened) {
      opened.executor.end(await oneRuns(opened));
      opened.session.submit('and then?');
      await opened.turnsEnded(2);
      expect(opened.server.requests[2]?.body.messages.at(-1)?.role).toBe('user');
      expect(userText(opened.server.requests[2])).toMatch(/No human spoke[^]*and then\?/);
    },
  },
  {
    title: 'a prompt typed while the model streams joins the next call, with what ended meanwhile',
    replies: [runBuild, [say('It ', typing, 'runs.')], say('Built, and noted.')],
    requests: 3,
    async drive({ session, executor, turnsEnded }) {
      session.submit('build it');
      await typing.reached;
      session.submit('and then?');
      executor.end(executor.running[0] ?? '');
      typing.release();
      await turnsEnded(1);
    },
  },
  {
    title: 'Esc at the moment of an end does not swallow it',
    replies: [runBuild, [say('It ', esc, 'runs.')], say('Built.')],
    requests: 3,
    async drive({ session, executor, turnsEnded, events }) {
      session.submit('build it');
      await esc.reached;
      executor.end(executor.running[0] ?? '');
      session.interrupt();
      await turnsEnded(2);
      expect(events.find((event) => event.type === 'turn_ended')).toMatchObject({ reason: 'interrupted' });
    },
  },
  {
    title: 'a task that ends while a tool runs is told with the result of that tool, after it',
    replies: [[runBuild, call('bash', { command: 'test' })], say('Built and tested.')],
    requests: 2,
    async drive({ session, executor, server, turnsEnded }) {
      session.submit('build and test');
      await expect.poll(() => executor.running.length).toBe(2);
      const [build = '', run = ''] = executor.running;
      executor.end(build);
      executor.end(run, { printed: 'all green\n' });
      await turnsEnded(1);
      expect(userText(server.requests[1])).toMatch(/all green[^]*<background-results>/);
    },
  },
  {
    title: 'an end that the model read by check_background is not told again (FIELD D5)',
    replies: [runBuild, [say('', busy), call('check_background', {})], say('Built.')],
    requests: 3,
    told: 0,
    async drive({ session, executor, server, turnsEnded }) {
      session.submit('build it');
      await busy.reached;
      executor.end(executor.running[0] ?? '', { printed: 'ok\n' });
      busy.release();
      await turnsEnded(1);
      expect(userText(server.requests[2])).toMatch(/completed/);
    },
  },
  {
    title: 'an end waits for the next prompt when nothing may wake the session',
    replies: [runBuild, started, say('Built.')],
    options: { wake: 'off' },
    requests: 3,
    async drive(opened) {
      opened.executor.end(await oneRuns(opened));
      opened.session.submit('done?');
      await opened.turnsEnded(2);
    },
  },
  {
    title: "an end waits for the user's word when the session has to ask, and says that it waits",
    replies: [runBuild, started, say('Built.')],
    options: { wake: 'ask' },
    requests: 3,
    async drive(opened) {
      const id = await oneRuns(opened);
      opened.executor.end(id);
      expect(opened.events.at(-1)).toEqual({ type: 'unread_changed', taskIds: [id] });
      opened.session.submit('');
      await opened.turnsEnded(2);
      expect(opened.events.filter((event) => event.type === 'unread_changed').at(-1)).toMatchObject({ taskIds: [] });
    },
  },
  {
    title: 'an end whose record cannot be written stays unread until it can',
    replies: [runBuild, started, say('Built.')],
    options: { wrapJournal: failingOnce((type, n) => type === 'user_message' && n === 3) },
    requests: 3,
    async drive(opened) {
      opened.executor.end(await oneRuns(opened));
      await opened.turnsEnded(2);
      expect(await opened.event('problem')).toMatchObject({ sentence: 'The disk is full.' });
      expect(opened.server.requests).toHaveLength(2);
      opened.session.submit('');
      await opened.turnsEnded(3);
    },
  },
  {
    title: 'watched output wakes an idle session, and is told apart from the end',
    replies: [runServer, started, say('Ready.'), say('It ended.')],
    requests: 4,
    told: 2,
    tasks: 1,
    async drive(opened) {
      const id = await oneRuns(opened);
      opened.executor.print(id, 'starting\nready on http://x\n');
      await opened.turnsEnded(2);
      expect(userText(opened.server.requests[2])).toContain(`[bg:${id}] matched /ready/: ready on http://x\n</`);
      opened.executor.end(id);
      await opened.turnsEnded(3);
    },
  },
  {
    title: 'watched output that comes while the model streams its last words is told before the turn ends',
    replies: [runServer, [say('It ', watching, 'runs.')], say('Ready.')],
    requests: 3,
    async drive({ session, executor, event, turnsEnded }) {
      session.submit('serve it');
      await watching.reached;
      executor.print(executor.running[0] ?? '', 'ready\n');
      await event('task_matched');
      watching.release();
      await turnsEnded(1);
    },
  },
  {
    title: 'watched output is told again by nobody when the call after it failed',
    replies: [runServer, started, httpError(400, 'invalid_request_error', 'no'), say('Ready.')],
    requests: 4,
    async drive(opened) {
      opened.executor.print(await oneRuns(opened), 'ready\n');
      await opened.event('request_failed');
      await opened.turnsEnded(2);
      opened.session.submit('');
      await opened.turnsEnded(3);
    },
  },
  {
    title: 'watched output whose record cannot be written stays unread until it can',
    replies: [runServer, started, say('Ready.')],
    options: { wrapJournal: failingOnce((type, n) => type === 'user_message' && n === 3) },
    requests: 3,
    async drive(opened) {
      opened.executor.print(await oneRuns(opened), 'ready\n');
      await opened.turnsEnded(2);
      expect(opened.server.requests).toHaveLength(2);
      opened.session.submit('');
      await opened.turnsEnded(3);
    },
  },
  {
    title: 'watched output that the model read by check_background is not told again (FIELD D5)',
    replies: [runServer, [say('', reading), call('check_background', {})], say('Ready.')],
    requests: 3,
    told: 0,
    async drive({ session, executor, event, server, turnsEnded }) {
      session.submit('serve it');
      await reading.reached;
      executor.print(executor.running[0] ?? '', 'ready on http://x\n');
      await event('task_matched');
      reading.release();
      await turnsEnded(1);
      expect(userText(server.requests[2])).toMatch(/ready on http:\/\/x/);
    },
  },
  {
    title: 'a task that seems to wait for input is told once, and not when it went on before that (FIELD P6)',
    replies: [runAsking, started, say('I ask the user.')],
    options: { silence: 300 },
    requests: 3,
    async drive(opened) {
      const id = await oneRuns(opened);
      opened.executor.print(id, 'Ok to proceed? [y/N]');
      await opened.turnsEnded(2);
      expect(userText(opened.server.requests[2])).toMatch(
        /\] seems to wait for input: it printed nothing for 0\.3 s after "Ok to proceed\? \[y\/N\]"\nAnswer with send_background/,
      );
    },
  },
  {
    title: 'a question that was answered before the model could be told is not told',
    replies: [runAsking, started, say('So?')],
    options: { silence: 300, wake: 'ask' },
    requests: 3,
    told: 0,
    async drive(opened) {
      const id = await oneRuns(opened);
      opened.executor.print(id, 'Ok to proceed? [y/N]');
      await opened.event('task_asks');
      expect(opened.events.at(-1)).toEqual({ type: 'unread_changed', taskIds: [id] });
      opened.session.sendToTask(id, 'y\n', { eof: false });
      await expect.poll(() => opened.events.at(-1)).toEqual({ type: 'unread_changed', taskIds: [] });
      opened.session.submit('and?');
      await opened.turnsEnded(2);
    },
  },
  {
    title: 'an end does not answer an open question, and is told after it (FIELD D4)',
    replies: [[runBuild, call('bash', { command: 'deploy' })], say('Built; not deployed.')],
    options: { permissions: 'ask' },
    requests: 2,
    async drive(opened) {
      const { session, executor, server, events, turnsEnded } = opened;
      const asked = () => events.filter((event) => event.type === 'question_asked');
      session.submit('build and deploy');
      await expect.poll(() => asked().length).toBe(1);
      session.answer(asked()[0]?.question.id ?? '', { kind: 'once' });
      await expect.poll(() => asked().length).toBe(2);
      executor.end(executor.running[0] ?? '');
      await opened.event('task_done');
      session.answer(asked()[1]?.question.id ?? '', { kind: 'no', word: 'not on a Friday' });
      await turnsEnded(1);
      const answers = events.flatMap((event) => (event.type === 'question_answered' ? [event.answer] : []));
      expect(answers).toEqual([{ kind: 'once' }, { kind: 'no', word: 'not on a Friday' }]);
      expect(userText(server.requests[1])).toMatch(/not on a Friday/);
    },
  },
];

test.each(scenarios)('$title', async ({ replies, options, drive, requests, told = 1, tasks = told }) => {
  const opened = await openSession(replies, options);
  await drive(opened);
  expect(opened.server.requests).toHaveLength(requests);
  const ids = toldIn(opened.server.requests.at(-1));
  expect(ids).toHaveLength(told);
  expect(new Set(ids).size).toBe(tasks);
  const recorded = opened.events.flatMap((event) => (event.type === 'user_message' ? event.told : []));
  expect(recorded).toHaveLength(new Set(recorded).size);
  alternates(opened);
});

/** The roles of every request alternate, and every tool call is answered in the message after it. */
function alternates({ server }: OpenSession): void {
  for (const { body } of server.requests) {
    body.messages.forEach((message, index) => {
      expect(message.role).toBe(index % 2 === 0 ? 'user' : 'assistant');
      if (message.role !== 'assistant' || typeof message.content === 'string') return;
      const calls = message.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
      const next = body.messages[index + 1]?.content ?? [];
      const results =
        typeof next === 'string' ? [] : next.flatMap((b) => (b.type === 'tool_result' ? [b.tool_use_id] : []));
      expect(results).toEqual(calls);
    });
  }
}

/** A journal that refuses the n-th record of a type, once. */
function failingOnce(refuses: (type: string, n: number) => boolean): (journal: Journal) => Journal {
  const seen = new Map<string, number>();
  return (journal) => ({
    ...journal,
    append(event) {
      const n = (seen.get(event.type) ?? 0) + 1;
      seen.set(event.type, n);
      return refuses(event.type, n) ? { ok: false, sentence: 'The disk is full.' } : journal.append(event);
    },
  });
}
