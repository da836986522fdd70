import { Ajv } from 'ajv';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { breakOff, call, declined, gate, httpError, say, uses } from '../fixtures/api-replies.ts';
import { startApiServer, type ApiServer, type Script } from '../fixtures/api-server.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;
const leftovers: (() => unknown)[] = [];

beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());
afterEach(async () => {
  for (const leftover of leftovers.splice(0)) await leftover();
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function scripted(script: Script): Promise<ApiServer> {
  const server = await startApiServer(script);
  leftovers.push(() => server.close());
  return server;
}

interface Given {
  readonly api?: ApiServer;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function start(args: readonly string[], { api, input, env }: Given = {}) {
  const model = api === undefined ? {} : { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'key-of-the-test' };
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: place.project,
    env: { ...place.env, ...model, ...env },
  });
  leftovers.push(() => child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const done = new Promise<Run>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  if (input !== undefined) child.stdin.end(input);
  return { child, done, err: () => err };
}

const run = (args: readonly string[], given: Given = {}) => start(args, { input: '', ...given }).done;

test('the answer is all that stands on standard output', async () => {
  const api = await scripted([[say('Forty-two.')]]);
  expect(await run(['-p', 'What is it?'], { api })).toEqual({ code: 0, out: 'Forty-two.\n', err: '' });
});

test('a command of your own is sent as the prompt that it stands for, and one of the screen is refused', async () => {
  const folder = path.join(place.project, '.meanwhile', 'commands');
  mkdirSync(folder, { recursive: true });
  leftovers.push(() => rmSync(path.dirname(folder), { recursive: true }));
  writeFileSync(path.join(folder, 'review.md'), 'Review $ARGUMENTS with care.\n');
  const api = await scripted([[say('It is good.')]]);
  expect(await run(['-p', '/review a.ts b.ts'], { api })).toMatchObject({ code: 0, out: 'It is good.\n' });
  expect(JSON.stringify(api.requests[0]?.body.messages)).toContain('Review a.ts b.ts with care.');

  const refused = await run(['-p', '/compact', '--output-format', 'json'], { api });
  expect(refused.code).toBe(2);
  expect(refused.err).toBe('/compact is a command of the screen; -p takes prompts and your own commands.\n');
  expect(JSON.parse(refused.out)).toMatchObject({ outcome: 'failed', exitCode: 2, failure: expect.any(String) });
  expect(api.requests).toHaveLength(1);
});

const SCHEMA = JSON.stringify({
  type: 'object',
  properties: { count: { type: 'integer' }, names: { type: 'array', items: { type: 'string' } } },
  required: ['count'],
  additionalProperties: false,
});

test('with --json-schema the result is what fits the schema; what does not is given back to the model', async () => {
  const api = await scripted([
    [call('final_result', { count: 'three' })],
    [call('final_result', { count: 3, names: ['a'] })],
    [say('There are three.')],
  ]);
  const { code, out } = await run(['-p', 'count', '--json-schema', SCHEMA, '--output-format', 'json'], { api });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ structured: { count: 3, names: ['a'] }, text: 'There are three.' });
  expect(JSON.stringify(api.requests[1]?.body.messages)).toContain('/count must be integer');
  const { tools = [] } = api.requests[0]?.body as { tools?: readonly { name: string; input_schema: object }[] };
  expect(tools.find(({ name }) => name === 'final_result')?.input_schema).toMatchObject({ required: ['count'] });
});

test('in text the result alone is printed, and a model that forgot it is reminded', async () => {
  const api = await scripted([[say('Three.')], [call('final_result', { count: 3 })], [say('Done.')]]);
  expect(await run(['-p', 'count', '--json-schema', SCHEMA], { api })).toEqual({
    code: 0,
    out: '{\n  "count": 3\n}\n',
    err: '',
  });
  expect(JSON.stringify(api.requests[1]?.body.messages.at(-1))).toContain('call final_result');
});

test('a model that gives no result fails the run, with what it said', async () => {
  const api = await scripted([[say('Three.')], [say('Three!')], [say('I said three.')]]);
  const { code, out, err } = await run(['-p', 'count', '--json-schema', SCHEMA], { api });
  expect({ code, err }).toEqual({ code: 1, err: 'The model gave no result that fits the schema of --json-schema.\n' });
  expect(out).toBe('Three.\n\nThree!\n\nI said three.\n');
});

test.each([
  ['nowhere.json', /the file .*nowhere\.json does not exist\. Give a file/],
  ['{"type": "array"}', /it has to be the schema of an object/],
  ['{"type": "object", "properties": 3}', /properties/],
  ['{"type"', /JSON/],
])('the schema %s is refused before anything is asked', async (schema, says) => {
  const { code, out, err } = await run(['-p', 'count', '--json-schema', schema]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(says);
});

test('every line of stream-json fits the published schema', async () => {
  const schema = JSON.parse(readFileSync('docs/stream.schema.json', 'utf8'));
  const validate = new Ajv({ strict: false }).compile(schema);
  const api = await scripted([
    [say('I look.'), call('bash', { command: 'echo one' }), call('read_file', { path: 'nowhere' })],
    [call('background_run', { command: 'sleep 0.2; exit 3' })],
    [say('Started.')],
    [say('It failed.')],
  ]);
  const args = ['-p', 'Go', '--permissions', 'all', '--output-format', 'stream-json'];
  const lines = (await run(args, { api })).out.trim().split('\n');
  const wrong = lines.filter((line) => !validate(JSON.parse(line)));
  expect(wrong).toEqual([]);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'result', outcome: 'answered' });
  expect(validate({ type: 'result', version: 1 })).toBe(false);
});

test('a path at the beginning of a prompt is no command', async () => {
  const api = await scripted([[say('A file.')]]);
  expect(await run(['-p', '/etc/hosts: what is it?'], { api })).toMatchObject({ code: 0 });
});

test('what --append-system-prompt says stands at the end of the system prompt', async () => {
  const api = await scripted([[say('Yes.')]]);
  await run(['-p', 'hello', '--append-system-prompt', 'Answer in rhymes.'], { api });
  expect(JSON.stringify(api.requests[0]?.body['system'])).toContain('Answer in rhymes.');
});

test('what comes on standard input goes behind the prompt', async () => {
  const api = await scripted([[say('Seen.')]]);
  await run(['-p', 'Explain this'], { api, input: 'a log\n' });
  expect(JSON.stringify(api.requests[0]?.body.messages)).toContain('Explain this\\n\\na log');
});

test('it stays until background tasks have ended and the model has answered their ends', async () => {
  const api = await scripted([
    [call('background_run', { command: 'sleep 0.3; echo finished' })],
    [say('Started.')],
    [say('It finished.')],
  ]);
  const { code, out } = await run(['-p', 'Run it', '--permissions', 'all'], { api });
  expect({ code, out }).toEqual({ code: 0, out: 'Started.\n\nIt finished.\n' });
  expect(JSON.stringify(api.requests[2]?.body.messages)).toContain('background-results');
});

test('a prompt to a session that is taken up again is answered, and nothing told is waited for', async () => {
  const api = await scripted([
    [call('background_run', { command: 'echo finished' })],
    [say('Started.')],
    [say('It finished.')],
    [say('Second.')],
  ]);
  await run(['-p', 'Run it', '--permissions', 'all'], { api });
  const { code, out } = await run(['-p', 'And now?', '--continue', '--permissions', 'all'], { api });
  expect({ code, out }).toEqual({ code: 0, out: 'Second.\n' });
  expect(api.requests.at(-1)?.body.messages).toHaveLength(api.requests.at(-2)!.body.messages.length + 2);
});

test('--no-wait leaves when the model stops and says which tasks go on', async () => {
  const api = await scripted([[call('background_run', { command: 'sleep 5' })], [say('Started.')]]);
  const { code, out, err } = await run(['-p', 'Run it', '--permissions', 'all', '--no-wait'], { api });
  expect({ code, out }).toEqual({ code: 0, out: 'Started.\n' });
  expect(err).toContain('1 task still running:');
  expect(err).toContain('sleep 5');
});

test('a run that cannot begin says what helps, in JSON too', async () => {
  const state = path.join(place.state, 'projects-by-another');
  mkdirSync(state);
  writeFileSync(path.join(state, 'projects'), '');
  const env = { MEANWHILE_HOME: state };
  const { code, out, err } = await run(['-p', 'Go', '--output-format', 'json'], { env });
  expect(code).toBe(1);
  expect(err).toMatch(/could not start: .*MEANWHILE_HOME names another place/);
  expect(JSON.parse(out)).toMatchObject({ type: 'result', outcome: 'failed', exitCode: 1, failure: err.trim() });
  const unknown = await run(['-p', 'Go', '--resume', 'ffffffff', '--output-format', 'json']);
  expect(JSON.parse(unknown.out)).toMatchObject({ outcome: 'failed', exitCode: 2, failure: unknown.err.trim() });
});

test('a record that cannot be opened says what helps', async () => {
  const id = JSON.parse((await run(['-p', 'Say hello', '--output-format', 'json'])).out).session;
  const [project = ''] = readdirSync(path.join(place.state, 'projects'));
  const sessions = path.join(place.state, 'projects', project, 'sessions');
  // The name that the lock is bound to is taken by a folder.
  mkdirSync(path.join(sessions, `${id}.lock`));
  leftovers.push(() => rmSync(path.join(sessions, `${id}.lock`), { recursive: true }));
  const { code, err } = await run(['-p', 'Go', '--resume', id]);
  expect(code).toBe(1);
  expect(err).toMatch(/cannot be recorded: .*name another place by MEANWHILE_HOME/);
});

test('standard error that nobody reads takes no answer away', async () => {
  const api = await scripted([httpError(529, 'overloaded_error', 'busy'), [say('Forty-two.')]]);
  const { child, done } = start(['-p', 'What is it?'], { api, input: '' });
  child.stderr.destroy();
  expect(await done).toMatchObject({ code: 0, out: 'Forty-two.\n' });
});

test('rules of --allowed-tools add up', async () => {
  const api = await scripted([
    [call('write_file', { path: 'one.txt', content: '' })],
    [call('bash', { command: 'touch two.txt' })],
    [say('Done.')],
  ]);
  const args = ['-p', 'Go', '--allowed-tools', 'edit(one.txt)', '--allowed-tools', 'bash(touch *)'];
  expect(await run(args, { api })).toMatchObject({ code: 0 });
});

test('the first request of a session that is taken up says which of its tasks go on', async () => {
  const api = await scripted([[call('background_run', { command: 'sleep 3' })], [say('Started.')], [say('Second.')]]);
  await run(['-p', 'Run it', '--permissions', 'all', '--no-wait'], { api });
  await run(['-p', 'And now?', '--continue', '--no-wait'], { api });
  expect(JSON.stringify(api.requests[2]?.body.messages.slice(-2))).toContain('<background-tasks>');
});

test('what would ask is refused, and exit code 4 says so; a rule allows it', async () => {
  const script = () => [[call('write_file', { path: 'made.txt', content: 'x' })], [say('Done.')]];
  const refused = await run(['-p', 'Write it'], { api: await scripted(script()) });
  expect(refused).toMatchObject({ code: 4, out: 'Done.\n' });
  expect(refused.err).toContain('allow it with --allowed-tools "edit(made.txt)"');
  expect(existsSync(path.join(place.project, 'made.txt'))).toBe(false);

  const allowed = await run(['-p', 'Write it', '--allowed-tools', 'edit(made.txt)'], { api: await scripted(script()) });
  expect(allowed.code).toBe(0);
  expect(readFileSync(path.join(place.project, 'made.txt'), 'utf8')).toBe('x');
});

test('stream-json prints every event as a line, the result last; prompts come in the same way', async () => {
  const api = await scripted([[say('One.')], [say('Two.')]]);
  const input = ['{"type":"prompt","text":"first"}', '', '{"type":"prompt","text":"second"}'].join('\n');
  const { code, out } = await run(['-p', '--input-format', 'stream-json', '--output-format', 'stream-json'], {
    api,
    input,
  });
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(lines[0]).toEqual({ type: 'stream_started', version: 1 });
  expect(lines.filter(({ type }) => type === 'prompt_queued').map(({ text }) => text)).toEqual(['first', 'second']);
  expect(lines.at(-1)).toMatchObject({ type: 'result', outcome: 'answered', exitCode: 0 });
  expect(out).not.toContain('prefix_recorded');
});

test('json prints one object', async () => {
  const api = await scripted([[call('bash', { command: 'true' })], [say('Ran.')]]);
  const { out } = await run(['-p', 'Run', '--permissions', 'all', '--output-format', 'json'], { api });
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    outcome: 'answered',
    text: 'Ran.',
    requests: 2,
    tasks: [{ command: 'true', state: 'completed: exit 0' }],
  });
});

test('the result has exactly the fields that docs/headless.md shows', async () => {
  const [, example = ''] = /```json\n([^]*?)```/.exec(readFileSync('docs/headless.md', 'utf8')) ?? [];
  const documented = JSON.parse(example);
  const api = await scripted([[call('bash', { command: 'true' })], [say('Ran.')]]);
  const { out } = await run(['-p', 'Run', '--permissions', 'all', '--output-format', 'json'], { api });
  const result = JSON.parse(out);
  for (const part of [(whole) => whole, ({ usage }) => usage, ({ tasks }) => tasks[0]] as ((whole: any) => object)[]) {
    expect(Object.keys(part(result))).toEqual(Object.keys(part(documented)));
  }
  expect(result.session).toMatch(/^[0-9a-f]{8}$/);
  const again = await run(['-p', 'And?', '--resume', result.session], { api: await scripted([[say('Still here.')]]) });
  expect(again).toMatchObject({ code: 0, out: 'Still here.\n' });
});

test('json names the rules that would have allowed what was refused', async () => {
  const api = await scripted([
    [call('bash', { command: 'touch a' }), call('write_file', { path: 'b', content: '' })],
    [say('No.')],
  ]);
  const { code, out } = await run(['-p', 'Make them', '--output-format', 'json'], { api });
  expect(code).toBe(4);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'refused', refused: ['bash(touch *)', 'edit(b)'] });
});

test('--max-turns bounds the calls of the model', async () => {
  const api = await scripted(() => [call('bash', { command: 'true' })]);
  const args = ['-p', 'Go on', '--permissions', 'all', '--max-turns', '2', '--output-format', 'json'];
  const { code, out } = await run(args, { api });
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'limit', requests: 2 });
  expect(api.requests).toHaveLength(2);
});

test('an error of the provider is said, with exit code 1', async () => {
  const api = await scripted([httpError(401, 'authentication_error', 'no')]);
  const { code, out, err } = await run(['-p', 'Hello'], { api });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/key/i);
});

test('SIGINT ends the turn, keeps tasks and says so', async () => {
  const open = gate();
  const api = await scripted([[call('background_run', { command: 'sleep 15' })], [say('Wait', open)]]);
  const { child, done } = start(['-p', 'Run it', '--permissions', 'all'], { api, input: '' });
  await open.reached;
  child.kill('SIGINT');
  const { code, err } = await done;
  expect(code).toBe(130);
  expect(err).toContain('1 task still running:');
});

test.each(['text', 'json', 'stream-json'])('a closed pipe ends it quietly: %s', async (format) => {
  const open = gate();
  const api = await scripted([[say('Wait', open, ' and go on.')]]);
  const { child, done } = start(['-p', 'Talk', '--output-format', format], { api, input: '' });
  await open.reached;
  child.stdout.destroy();
  open.release();
  expect(await done).toMatchObject({ code: 141, err: '' });
});

test.each<[args: readonly string[], says: RegExp]>([
  [['-p'], /^There is no prompt/],
  [['-p', 'x', '--max-turns', '0'], /^--max-turns is a whole number from 1\./],
  [['-p', 'x', '--output-format', 'xml'], /^--output-format is one of text, json, stream-json\./],
  [['-p', 'x', '--allowed-tools', 'bash(git log'], /^--allowed-tools: "bash\(git log" is no rule/],
  [['-p', 'x', '--allowed-tools', 'read,write_file'], /^--allowed-tools: "write_file" is no rule: .* as edit\./],
  [['-p', 'x', '--allowed-tools', 'bash()'], /^--allowed-tools: "bash\(\)" is no rule/],
  [['--max-turns', '2', 'x'], /^--max-turns goes with -p only\./],
])('%j is refused with exit code 2', async (args, says) => {
  expect(await run(args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(says) });
});

test('the answer is printed, and below it what came after it; a word in place of nothing is left out', async () => {
  const script = () =>
    scripted([
      [call('background_run', { command: 'sleep 0.3' }), call('background_run', { command: 'sleep 1' })],
      [say('The review.'), call('todo_write', { todos: [{ text: 'a', state: 'done' }] })],
      [say('That was it.')],
      [say('Noted.')],
      [],
    ]);
  const args = ['-p', 'Review it', '--permissions', 'all'];
  const { code, out } = await run(args, { api: await script() });
  expect({ code, out }).toEqual({ code: 0, out: 'The review.\n\nThat was it.\n\nNoted.\n' });
  const json = await run([...args, '--output-format', 'json'], { api: await script() });
  expect(JSON.parse(json.out)).toMatchObject({
    outcome: 'answered',
    text: 'The review.\n\nThat was it.\n\nNoted.',
    texts: ['The review.', 'That was it.', 'Noted.'],
  });
});

test('a failure is said though the end of a task begins another turn at that moment', async () => {
  let fail = () => {};
  const mayFail = new Promise<void>((resolve) => (fail = resolve));
  const api = await scripted(async (_, n) => {
    if (n === 1) return call('background_run', { command: 'echo hi' });
    await mayFail;
    return httpError(400, 'invalid_request_error', 'no such thing');
  });
  const args = ['-p', 'Go', '--permissions', 'all', '--output-format', 'stream-json'];
  const { child, done } = start(args, { api, input: '' });
  child.stdout.on('data', (data: Buffer) => void (/"task_done"/.test(String(data)) && fail()));
  const { code, out } = await done;
  expect(code).toBe(1);
  const result = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  expect(result).toMatchObject({ outcome: 'failed', failure: expect.stringContaining('no such thing') });
});

test.each([
  ['max_tokens', 'cut-off', /^The answer was cut off: it reached its length limit/],
  ['refusal', 'declined', /^The model declined to answer\./],
])('an answer that ends with %s is no success', async (stopReason, outcome, words) => {
  const reply = [say('It is'), { kind: 'end', stopReason } as const];
  const text = await run(['-p', 'What is it?'], { api: await scripted([reply]) });
  expect(text).toEqual({ code: 5, out: 'It is\n', err: expect.stringMatching(words) });
  const json = await run(['-p', 'What is it?', '--output-format', 'json'], { api: await scripted([reply]) });
  expect(JSON.parse(json.out)).toMatchObject({ outcome, exitCode: 5, text: 'It is' });
});

test('standard input that stays open is said, and the answer comes when it is closed', async () => {
  const api = await scripted([[say('Forty-two.')]]);
  const { child, done, err } = start(['-p', 'What is it?'], { api });
  await expect.poll(err, { timeout: 15_000 }).toMatch(/^Standard input is open and is read to its end\./);
  child.stdin.end();
  expect(await done).toMatchObject({ code: 0, out: 'Forty-two.\n' });
});

test('a limit of the session is the reason in JSON, and said once in text', async () => {
  const folder = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), '{"maxSessionTokens": 1000}');
  leftovers.push(() => rmSync(folder, { recursive: true }));
  const script = () => scripted([[call('bash', { command: 'true' }), uses({ input_tokens: 5_000 })]]);
  const args = ['-p', 'Go', '--permissions', 'all'];
  const text = await run(args, { api: await script() });
  expect(text).toMatchObject({ code: 1, out: '' });
  expect(text.err.match(/maxSessionTokens is 1,000/g)).toHaveLength(1);
  const json = await run([...args, '--output-format', 'json'], { api: await script() });
  expect(JSON.parse(json.out)).toMatchObject({ failure: expect.stringContaining('maxSessionTokens is 1,000') });
});

test('the first request of a session that is taken up again tells of its tasks', async () => {
  const api = await scripted([
    [call('background_run', { command: 'sleep 16', label: 'sleeper' })],
    [say('Started.')],
    [say('It runs.')],
  ]);
  const args = ['--permissions', 'all', '--no-wait'];
  await run(['-p', 'Run it', ...args], { api });
  await run(['-p', 'And now?', '--continue', ...args], { api });
  expect(JSON.stringify(api.requests[2]?.body.messages.at(-1))).toContain('sleeper');
});

test('where nothing can be kept it says so in a sentence', async () => {
  const { code, out, err } = await run(['-p', 'Hello'], { env: { MEANWHILE_HOME: '/dev/null/state' } });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /^meanwhile could not start: Nothing can be kept in \/dev\/null\/state: .* MEANWHILE_HOME names another place\.\n$/,
  );
});

test('without a key the offline model answers', async () => {
  const { code, out } = await run(['-p', 'Run "echo hello"', '--permissions', 'all']);
  expect(code).toBe(0);
  expect(out).not.toBe('');
});

test('an outage is waited out, said on standard error, and counts as one call of the model', async () => {
  const soon = { 'retry-after-ms': '30' };
  const api = await scripted([
    httpError(529, 'overloaded_error', 'Overloaded', soon),
    httpError(429, 'rate_limit_error', 'Slow down', soon),
    [say('Half an ', breakOff())],
    say('There.'),
  ]);
  const { code, out, err } = await run(['-p', 'Are you there?', '--max-turns', '1', '--output-format', 'json'], {
    api,
  });
  const result = JSON.parse(out) as Record<string, unknown>;
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('broke off in the middle') });
  expect(result).toMatchObject({ text: 'There.', texts: ['There.'], requests: 2, usage: { input: 22 } });
  expect(api.requests).toHaveLength(4);
});

test.each([
  [
    'a longer wait than --max-wait',
    ['--max-wait', '5'],
    /The server says to wait 60 s\..* That is longer than maxWait allows \(5 s\)/,
  ],
  ['a longer wait than ten minutes', [], /wait 20 min\..* That is longer than maxWait allows \(10 min\)/],
  ['no wait at all', ['--max-wait', '0'], /The server says to wait 60 s\./],
])('it ends with exit code 1 and a sentence without keys to press: %s', async (_, args, words) => {
  const wanted = args.length === 0 ? '1200' : '60';
  const api = await scripted([httpError(429, 'rate_limit_error', 'Slow down', { 'retry-after': wanted })]);
  const { code, out, err } = await run(['-p', 'Hi', ...args], { api });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(words);
  expect(err).not.toContain('Press Enter');
  expect(api.requests).toHaveLength(1);
});

test('text says on standard error what is waited for', async () => {
  const api = await scripted([httpError(529, 'overloaded_error', 'x', { 'retry-after-ms': '30' }), say('There.')]);
  const { code, out, err } = await run(['-p', 'Hi'], { api });
  expect({ code, out }).toEqual({ code: 0, out: 'There.\n' });
  expect(err).toMatch(/^The model is overloaded \(529\)\..* Asking again in 1 s\.\n$/);
});

test('a refusal ends with exit code 5 and the words of the server', async () => {
  const api = await scripted([[say('No.'), declined('It could harm.', 'bio')]]);
  const { code, err } = await run(['-p', 'Do it'], { api });
  expect(code).toBe(5);
  expect(err).toContain('The model declined to answer: It could harm.');
});
