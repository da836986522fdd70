import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { call, end, gate, httpError, say } from '../fixtures/api-replies.ts';
import { replay } from '../../src/agent/replay.ts';
import { openSession, toldIn, userText, type OpenSession } from '../fixtures/open-session.ts';

const typesOf = (events: readonly AgentEvent[]) => events.map((event) => event.type);

/** The one task that runs, as soon as it does. */
async function theTask({ executor }: OpenSession): Promise<string> {
  await expect.poll(() => executor.running.length, { timeout: 10_000 }).toBe(1);
  return executor.running[0] ?? '';
}

test('a turn is told as events, from the typed prompt to its end', async () => {
  const opened = await openSession([[say('Looking.'), call('bash', { command: 'ls' })], say('Two files.')]);
  opened.session.submit('what is here?');
  opened.executor.end(await theTask(opened), { printed: 'a\nb\n' });
  await opened.turnsEnded(1);
  const lasting = typesOf(opened.events).filter((type) => !/delta|^task_/.test(type));
  expect(lasting).toEqual([
    'session_started',
    'permissions_changed',
    'model_announced',
    'prompt_queued',
    'turn_started',
    'user_message',
    'prefix_recorded',
    'request_started',
    'request_done',
    'assistant_message',
    'tool_started',
    'tool_task',
    'tool_done',
    'user_message',
    'request_started',
    'request_done',
    'assistant_message',
    'turn_ended',
  ]);
});

test('what a call changed in a file is told and recorded', async () => {
  const input = { path: 'notes.txt', content: 'one\n' };
  const opened = await openSession([[say('I write.'), call('write_file', input)], say('Done.')]);
  opened.session.submit('write it');
  await opened.turnsEnded(1);
  expect(await opened.event('tool_done')).toMatchObject({ change: { lines: expect.arrayContaining(['+one']) } });
});

test('a prompt is taken back until the model is told it, and is then as if it had never been typed', async () => {
  const pause = gate();
  const { session, events, server, turnsEnded } = await openSession([
    say('One ', pause, 'moment.'),
    say('Never said.'),
  ]);
  session.submit('first');
  await pause.reached;
  session.submit('second');
  expect(session.retractPrompt(1)).toBe(false);
  expect(session.retractPrompt(2)).toBe(true);
  expect(session.retractPrompt(2)).toBe(false);
  pause.release();
  await turnsEnded(1);
  expect(events.filter(({ type }) => type === 'prompt_retracted')).toEqual([{ type: 'prompt_retracted', id: 2 }]);
  expect(server.requests).toHaveLength(1);
  expect(replay(events, 0)).toMatchObject({ inbox: [], goesOn: false, prompts: 2 });
});

test('what is reported to the user is a problem of its own, and the model is not told', async () => {
  const { session, events, server } = await openSession([say('Hello.')]);
  session.report('The disk is nearly full.');
  expect(events.at(-1)).toMatchObject({ type: 'problem', sentence: 'The disk is nearly full.' });
  expect(server.requests).toEqual([]);
});

test('of what it is warned, the user is told at once, and the model with what it is asked next', async () => {
  const { session, server, events, turnsEnded } = await openSession([say('Seen.')]);
  session.warn('New: .envrc.');
  expect(events).toContainEqual(expect.objectContaining({ type: 'problem', sentence: 'New: .envrc.' }));
  expect(server.requests).toEqual([]);
  session.submit('go on');
  await turnsEnded(1);
  expect(JSON.stringify(server.requests[0])).toContain('<warning>New: .envrc. (Written by the program.)</warning>');
});

describe('Esc', () => {
  test('keeps what was said, and the session goes on from there', async () => {
    const pause = gate();
    const opened = await openSession([say('The first half, ', pause, 'the second.'), say('Gladly.')]);
    opened.session.submit('tell me');
    await pause.reached;
    await expect.poll(() => typesOf(opened.events)).toContain('text_delta');
    opened.session.interrupt();
    await opened.turnsEnded(1);
    opened.session.submit('something else');
    await opened.turnsEnded(2);
    expect(opened.server.requests[1]?.body.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [{ type: 'text', text: expect.stringMatching(/^The first half, ?$/) }] },
      { role: 'user', content: [{ text: 'something else' }, { text: expect.stringContaining('interrupted') }] },
    ]);
  });

  test('stops the commands that the turn waits for, answers every open call, and leaves background tasks alone', async () => {
    const opened = await openSession([
      [
        call('background_run', { command: 'serve' }),
        call('bash', { command: 'test' }),
        call('bash', { command: 'lint' }),
        call('write_file', { path: 'report.txt', content: 'checked' }),
      ],
      say('Understood.'),
    ]);
    opened.session.submit('check it');
    await expect.poll(() => opened.executor.running.length).toBe(3);
    opened.session.interrupt();
    await opened.turnsEnded(1);
    expect(opened.tasks.list().map(({ spec, status }) => [spec.command, status.phase])).toEqual([
      ['serve', 'running'],
      ['test', 'done'],
      ['lint', 'done'],
    ]);
    opened.session.submit('go on');
    await opened.turnsEnded(2);
    expect(userText(opened.server.requests[1])).toMatch(
      /task [0-9a-f]{8} started[^]*interrupted this command[^]*interrupted this command[^]*before this ran[^]*go on/,
    );
    expect(toldIn(opened.server.requests[1])).toEqual([]);
  });

  test('withdraws an open question', async () => {
    const opened = await openSession([call('bash', { command: 'deploy' })], { permissions: 'ask' });
    opened.session.submit('deploy');
    await opened.event('question_asked');
    opened.session.interrupt();
    await opened.turnsEnded(1);
    expect(await opened.event('question_answered')).toMatchObject({ answer: 'withdrawn' });
    expect(opened.executor.running).toEqual([]);
  });
});

describe('a command in the foreground', () => {
  test.each([
    ['that takes too long', { foreground: 20 }, () => {}, /took longer than/],
    ['that the user moves', {}, (opened: OpenSession) => opened.session.moveToBackground(), /user moved it/],
  ])('%s goes on as a background task and is told when it ends (FIELD P8)', async (_title, options, move, words) => {
    const opened = await openSession([call('bash', { command: 'test' }), say('It goes on.'), say('Green.')], options);
    opened.session.submit('test it');
    const id = await theTask(opened);
    move(opened);
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toMatch(words);
    opened.executor.end(id, { printed: 'all green\n' });
    await opened.turnsEnded(2);
    expect(toldIn(opened.server.requests[2])).toEqual([id]);
  });
});

describe('!command', () => {
  test('runs without the model, which knows of it at its next call', async () => {
    const opened = await openSession([say('I see.')]);
    opened.session.runShell('git status');
    opened.executor.end(await theTask(opened), { printed: 'clean\n' });
    expect(await opened.event('shell_done')).toMatchObject({
      summary: expect.stringContaining('exit 0'),
      output: 'clean',
    });
    expect(opened.server.requests).toHaveLength(0);
    opened.session.submit('well?');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[0])).toMatch(/\$ git status\nclean\n\(exit 0[^]*well\?/);
    expect(toldIn(opened.server.requests[0])).toEqual([]);
  });

  test('is stopped by Esc, and moved to the background like every command', async () => {
    const opened = await openSession([say('Green.')]);
    opened.session.runShell('sleep 1000');
    await theTask(opened);
    opened.session.interrupt();
    expect(await opened.event('shell_done')).toMatchObject({ summary: expect.stringContaining('stopped by the user') });
    opened.session.runShell('make test');
    const id = await theTask(opened);
    opened.session.moveToBackground();
    opened.executor.end(id);
    await opened.turnsEnded(1);
    expect(toldIn(opened.server.requests[0])).toEqual([id]);
  });
});

test('&command starts a background task of the user, whose end is told', async () => {
  const opened = await openSession([say('Built.')]);
  opened.session.runBackground('make');
  const id = await theTask(opened);
  expect(opened.tasks.get(id)?.spec).toMatchObject({ startedBy: 'user', timeLimit: null });
  opened.executor.end(id);
  await opened.turnsEnded(1);
  expect(toldIn(opened.server.requests[0])).toEqual([id]);
});

describe('the session stays usable', () => {
  test.each([
    ['the key is refused', httpError(401, 'authentication_error', 'invalid x-api-key'), 'authentication'],
    ['the key may not do this', httpError(403, 'permission_error', 'no'), 'permission'],
  ])('when %s', async (_title, reply, kind) => {
    const opened = await openSession([reply, say('Here I am.')]);
    opened.session.submit('hello');
    await opened.turnsEnded(1);
    expect(await opened.event('request_failed')).toMatchObject({ failure: { kind } });
    opened.session.submit('');
    await opened.turnsEnded(2);
    expect(opened.server.requests[1]?.body.messages).toMatchObject([{ role: 'user' }]);
    expect(userText(opened.server.requests[1])).toBe('hello');
  });

  test('when the model says nothing', async () => {
    const opened = await openSession([[end('refusal')], say('Hello.')]);
    opened.session.submit('hello');
    await opened.turnsEnded(1);
    expect(opened.server.requests).toHaveLength(1);
    expect(await opened.event('assistant_message')).toMatchObject({
      message: { blocks: [{ kind: 'text', text: '(no answer: refusal)' }] },
    });
  });
});

describe('closing', () => {
  test('stops every task when told so, by name of the shutdown', async () => {
    const opened = await openSession([]);
    opened.session.runBackground('serve');
    await theTask(opened);
    await opened.session.close('stop');
    expect(opened.tasks.list()[0]?.status).toMatchObject({ phase: 'done', end: { by: 'shutdown' } });
  });

  test('keeps every task when told so, also the one in the foreground', async () => {
    const opened = await openSession([call('bash', { command: 'test' })]);
    opened.session.runBackground('serve');
    opened.session.submit('test it');
    await expect.poll(() => opened.executor.running.length).toBe(2);
    await opened.session.close('keep');
    expect(opened.tasks.list().map(({ status, attended }) => [status.phase, attended])).toEqual([
      ['running', false],
      ['running', false],
    ]);
  });

  test.each(['stop', 'keep'] as const)(
    '(%s) ends what is queued without starting it, and records that',
    async (how) => {
      const calls = ['a', 'b', 'c'].map((command) => call('background_run', { command }));
      const opened = await openSession([calls, say('Three.')], { parallel: 1 });
      opened.session.submit('go');
      await opened.turnsEnded(1);
      await opened.session.close(how);
      const [first, ...others] = opened.tasks.list();
      expect(first?.status.phase).toBe(how === 'stop' ? 'done' : 'running');
      const skipped = { phase: 'done', end: { kind: 'skipped', by: 'shutdown' } };
      expect(others.map(({ status }) => status)).toMatchObject([skipped, skipped]);
      const done = opened.events.flatMap((event) => (event.type === 'task_done' ? [event.task.spec.command] : []));
      expect(done.slice(0, 2)).toEqual(['b', 'c']);
    },
  );
});

describe('what the user does to a task', () => {
  test('again starts a new one of theirs, now, and its end is told', async () => {
    const calls = [call('background_run', { command: 'a' }), call('background_run', { command: 'b', label: 'two' })];
    const opened = await openSession([calls, say('Two.'), say('One ended.'), say('Good.')]);
    opened.session.submit('go');
    await opened.turnsEnded(1);
    const [, second] = opened.tasks.list();
    opened.session.rerunTask(second?.id ?? '');
    opened.session.rerunTask('unknown');
    const again = opened.tasks.list()[2];
    expect(opened.tasks.list()).toHaveLength(3);
    expect(again?.spec).toEqual({ ...second?.spec, startedBy: 'user' });
    expect(await opened.event('shell_started')).toMatchObject({ taskId: again?.id, command: 'b', background: true });
    opened.executor.end(again?.id ?? '');
    await opened.turnsEnded(2);
    expect(toldIn(opened.server.requests[2])).toEqual([again?.id]);
  });

  test('again waits for nothing that the old one waited for', async () => {
    const opened = await openSession([
      [call('background_run', { command: 'a', label: 'a' }), call('background_run', { command: 'b', after: ['a'] })],
      say('.'),
    ]);
    opened.session.submit('go');
    await opened.turnsEnded(1);
    const [, second] = opened.tasks.list();
    expect(second?.status.phase).toBe('queued');
    opened.session.rerunTask(second?.id ?? '');
    expect(opened.tasks.list()[2]).toMatchObject({ status: { phase: 'starting' }, spec: { command: 'b' } });
    expect(opened.tasks.list()[2]?.spec.after).toBeUndefined();
  });

  test('pause and resume do what they say, and say what they cannot do', async () => {
    const opened = await openSession([]);
    opened.session.runBackground('serve');
    const id = await theTask(opened);
    const phase = () => opened.tasks.get(id)?.status.phase;
    await expect.poll(phase).toBe('running');
    opened.session.pauseTask(id);
    await expect.poll(phase).toBe('paused');
    opened.session.resumeTask(id);
    await expect.poll(phase).toBe('running');
    opened.executor.end(id);
    opened.session.pauseTask(id);
    expect(await opened.event('problem')).toMatchObject({
      sentence: `Task ${id} does not run, so it cannot be paused.`,
    });
  });
});
