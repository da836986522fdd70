/** What the model can do with a task while it runs: answer it, read in its log, wait for it. */
import { describe, expect, test, vi } from 'vitest';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

const HANG_MS = 20_000;

function open(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const start = async (command: string, more: object = {}) => {
    const { result } = await tools.call('background_run', { command, ...more });
    return result.taskId ?? '';
  };
  const printed = (id: string, line: string) =>
    vi.waitFor(() => expect(tools.tasks.get(id)?.output.lastLine).toBe(line), HANG_MS);
  const text = async (input: object) => (await tools.call('check_background', input)).result.text;
  /** What check_background shows of the output. */
  const output = async (input: object) => (await text(input)).split('\n').slice(2).join('\n');
  return { ...tools, start, printed, text, output };
}

describe('send_background', () => {
  test('answers a command that asks, and is asked for with exactly what is sent', async () => {
    const { call, start, printed, tasks, questions } = open({ answer: () => ({ kind: 'once' }) });
    const id = await start('echo "Go on?"; read -r word; echo "$word it is"', { stdin: true });
    await printed(id, 'Go on?');
    const { result } = await call('send_background', { task_id: id, input: 'yes\x07\n' });
    expect(result).toMatchObject({ isError: false, text: `Sent 5 bytes to task ${id}.`, taskId: id });
    expect(questions[1]).toMatchObject({
      title: 'Send this to the running command?',
      body: ['yes␇', ''],
      context: expect.stringContaining('to echo "Go on?"; read'),
    });
    expect((await tasks.waitForEnd(id))?.output.lastLine).toMatch(/it is$/);
  });

  test('says when a line end is missing, and ends the input', async () => {
    const { call, start, tasks } = open();
    const id = await start('cat', { stdin: true });
    expect((await call('send_background', { task_id: id, input: 'a' })).result.text).toContain('no line end');
    const { result } = await call('send_background', { task_id: id, input: '', eof: true });
    expect(result.text).toBe(`Sent 0 bytes and the end of its input to task ${id}.`);
    expect((await tasks.waitForEnd(id))?.output.lastLine).toBe('a');
  });

  test('asks nobody when nothing can be sent, and says what to do', async () => {
    const { call, start, tasks, questions } = open({ answer: () => ({ kind: 'once' }) });
    const empty = await start('sleep 600');
    const ended = await start('sleep 0', { stdin: true });
    await tasks.waitForEnd(ended);
    const send = async (id: string) => (await call('send_background', { task_id: id, input: 'y\n' })).result;
    expect(await send(empty)).toMatchObject({
      isError: true,
      text: expect.stringContaining('start it again with stdin'),
    });
    expect(await send(ended)).toMatchObject({ isError: true, text: 'Nothing was sent: it has ended (exit 0).' });
    expect(await send('zzzzzzzz')).toMatchObject({ isError: true, text: expect.stringContaining('There is no task') });
    expect(questions).toHaveLength(2);
  });
});

describe('background_run', () => {
  test('shows the human the environment and the input before it runs', async () => {
    const { start, questions, tasks } = open({ answer: () => ({ kind: 'once' }) });
    const id = await start('cat; echo "$A"', { env: { A: 'one\u202e' }, input: 'two\nthree', pty: true, stdin: true });
    expect(questions[0]?.body).toEqual([
      'cat; echo "$A"',
      '',
      'with these variables:',
      '  A=one<U+202E>',
      '',
      'with this input:',
      '  two',
      '  three',
      '',
      'with a terminal and an open stdin',
    ]);
    expect(tasks.get(id)?.spec).toMatchObject({ pty: true, stdin: 'open', input: 'two\nthree' });
  });

  test.each([
    { more: { notify_on: ['ok', '(a'] }, says: /^notify_on: .*Unterminated group.*nothing was started/ },
    { more: { env: { ANTHROPIC_API_KEY: 'x' } }, says: /^env: ANTHROPIC_API_KEY cannot be set/ },
    { more: { env: { MEANWHILE_HOME: 'x' } }, says: /^env: MEANWHILE_HOME cannot be set/ },
    { more: { env: { 'A B': 'x' } }, says: /The input of background_run is wrong/ },
  ])('with $more is refused', async ({ more, says }) => {
    const { call, tasks } = open();
    const { result } = await call('background_run', { command: 'true', ...more });
    expect(result).toMatchObject({ isError: true, text: expect.stringMatching(says) });
    expect(tasks.list()).toEqual([]);
  });
});

describe('check_background reads', () => {
  async function openLog() {
    const tools = open();
    const id = await tools.start('for n in $(seq 1 3000); do echo "line $n"; done; sleep 600');
    await tools.printed(id, 'line 3000');
    return { ...tools, id };
  }

  test('lines by their number', async () => {
    const { id, output } = await openLog();
    expect(await output({ task_id: id, offset: 2999 })).toBe('2999: line 2999\n3000: line 3000');
    expect(await output({ task_id: id, limit: 2 })).toBe('1: line 1\n2: line 2');
    expect(await output({ task_id: id, offset: 4000 })).toBe('(it has printed 3,000 lines; there is no line 4000)');
  });

  test('lines that match, with what stands around them', async () => {
    const { id, output, start, tasks } = await openLog();
    expect(await output({ task_id: id, grep: 'line (12|290)$' })).toBe('12: line 12\n290: line 290');
    expect(await output({ task_id: id, grep: '/LINE 1[24]$/i', context: 1 })).toBe(
      '11- line 11\n12: line 12\n13- line 13\n--\n14: line 14\n15- line 15',
    );
    expect(await output({ task_id: id, grep: '5$', offset: 20, limit: 1 })).toMatch(/^25: line 25\n\[there are more/);
    expect(await output({ task_id: id, grep: 'nowhere' })).toBe('(no line matches)');
    const long = await start("head -c 70000 /dev/zero | tr '\\0' x; echo ' needle'");
    await tasks.waitForEnd(long);
    expect(await output({ task_id: long, grep: 'needle' })).toMatch(/^1: …x{1000,2000} needle$/);
  });

  test.each([
    { query: { grep: '(' }, says: /^grep: .*Correct the pattern/ },
    { query: { grep: '(l?i?n?e?[a-z]*)*X$' }, says: /^grep: the pattern takes too long/ },
  ])('nothing with $query', async ({ query, says }) => {
    const { call, start, printed } = open();
    const id = await start(`echo line${'a'.repeat(60)}; sleep 600`);
    await printed(id, `line${'a'.repeat(60)}`);
    const { result } = await call('check_background', { task_id: id, ...query });
    expect(result).toMatchObject({ isError: true, text: expect.stringMatching(says) });
  });

  test('no output without knowing of which task', async () => {
    expect(await open().text({ grep: 'x' })).toBe('Output is shown of one task: name it with task_id.');
  });
});

describe('check_background waits', () => {
  test('until one of the tasks ends, and tells that end', async () => {
    const { call, start, tasks } = open();
    const slow = await start('sleep 600');
    const fast = await start('sleep 0.3; echo built');
    const { result, told } = await call('check_background', { task_ids: [slow, fast], wait: 60 });
    expect(result.text).toMatch(
      new RegExp(`^\\[bg:${slow}\\] running.*\n\\[bg:${fast}\\] completed: exit 0 .* last line: built$`),
    );
    expect(told).toEqual([fast]);
    expect(tasks.get(slow)?.status.phase).toBe('running');
  });

  test('for what is to come: an end that was told before is no reason to answer (FIELD D3)', async () => {
    const { call, text, start, tasks } = open();
    const ids = [await start('true'), await start('sleep 0.6; echo later')];
    await tasks.waitForEnd(ids[0] ?? '');
    expect((await call('check_background', { task_ids: ids, wait: 60 })).told).toEqual([ids[0]]);
    expect(await text({ task_ids: ids, wait: 60 })).toMatch(/last line: later$/);
  });

  test('until all have ended', async () => {
    const { call, start } = open();
    const ids = [await start('true'), await start('sleep 0.4; exit 3')];
    const { told } = await call('check_background', { task_ids: ids, wait: 60, until: 'all' });
    expect(told).toEqual(ids);
  });

  test('for any that runs when none is named, and for none when none runs', async () => {
    const { text, start, tasks } = open();
    const ended = await start('true');
    await tasks.waitForEnd(ended);
    expect(await text({ wait: 60 })).toMatch(/^\[bg:.*completed/);
    await start('sleep 0.3; echo second');
    expect(await text({ wait: 60 })).toMatch(/last line: second$/);
  });

  test('until what is watched for is printed', async () => {
    const { text, start } = open();
    const id = await start('echo starting; sleep 0.3; echo ready; sleep 600', { notify_on: ['ready'] });
    expect(await text({ task_id: id, wait: 60, tail: 5 })).toMatch(/running for [^]*\nready$/);
  });

  test('no longer than it is told to', async () => {
    const { call, start } = open();
    const id = await start('sleep 600');
    const { result, told } = await call('check_background', { task_id: id, wait: 0.2 });
    expect(result.text).toMatch(/^Nothing ended in 0\.2 seconds\. You are told when it does[^]*running for/);
    expect(told).toEqual([]);
  });

  test('no longer than until the user interrupts, and the task goes on', async () => {
    const { call, start, tasks } = open();
    const id = await start('sleep 600');
    const controller = new AbortController();
    const waiting = call('check_background', { task_id: id, wait: 300 }, controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect((await waiting).result).toMatchObject({ isError: true, summary: 'interrupted' });
    expect(tasks.get(id)?.status.phase).not.toBe('done');
  });
});

describe('bash', () => {
  test.each(['sleep 30', ' sleep 2', 'sleep 2;', 'sleep 16 && cat log', 'sleep 1m; ls', 'sleep 20.5\nls'])(
    'does not run %j to wait for a task, but says how (FIELD D3)',
    async (command) => {
      const { call, start, questions, tasks } = open({ answer: () => ({ kind: 'once' }) });
      const id = await start('sleep 600');
      const { result } = await call('bash', { command });
      expect(result).toMatchObject({ isError: true, summary: 'not run: use check_background to wait' });
      expect(result.text).toContain(`check_background with {"task_ids": ["${id}"], "wait": `);
      expect(questions).toHaveLength(1);
      expect(tasks.list()).toHaveLength(1);
    },
  );

  test.each(['sleep 0.1 && echo up', 'sleep 2; echo up', 'sleep 3 && echo up', 'echo up # sleep 30'])(
    'runs %j all the same',
    async (command) => {
      const { call, start } = open();
      await start('sleep 600');
      expect((await call('bash', { command })).result).toMatchObject({ text: expect.stringMatching(/up$/) });
    },
  );

  test('sleeps when nothing but a server runs, which never ends', async () => {
    const { call, start } = open();
    await start('sleep 600', { timeout: 0 });
    expect((await call('bash', { command: 'sleep 2' })).result.text).toMatch(/exit 0/);
  });

  test('sleeps when no task runs', async () => {
    const { call } = open();
    expect((await call('bash', { command: 'sleep 2 && echo up' })).result.text).toMatch(/up$/);
  });
});
