/** MCP servers as the program joins them: a real one from npm by its stdin and stdout, and a small one by HTTP. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isEnded } from '../../../src/background/task.ts';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { mcpWords } from '../../../src/store/mcp-words.ts';
import { call, httpError, say } from '../../fixtures/api-replies.ts';
import type { ApiRequest } from '../../fixtures/api-server.ts';
import { openJoined } from '../../fixtures/open-joined.ts';
import { toldIn, userText } from '../../fixtures/open-session.ts';
import { processesWithVariable } from '../../background/living-processes.ts';

const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const oddProgram = path.resolve('test/fixtures/programs/odd-mcp-server.js');
const everything = { command: process.execPath, args: [program, 'stdio'] };

const rule = (text: string): Rule => {
  const parsed = parseRule(text);
  if (parsed.kind !== 'rule') throw new Error(parsed.sentence);
  return parsed.rule;
};

describe('a program from npm', () => {
  test('its tools are offered with their own schema, called, and its picture is shown to the model', async () => {
    const opened = await openJoined(
      [
        [call('mcp__everything__echo', { message: 'hello' }), call('mcp__everything__get-tiny-image', {})],
        say('Done.'),
      ],
      { servers: { everything } },
    );
    opened.session.submit('echo');
    await opened.turnsEnded(1);
    const tools = opened.server.requests[0]?.body.tools ?? [];
    expect(tools.find((tool) => 'name' in tool && tool.name === 'mcp__everything__echo')).toMatchObject({
      input_schema: { type: 'object', properties: { message: { type: 'string' } } },
    });
    const second = opened.server.requests[1];
    expect(userText(second)).toContain('Echo: hello');
    expect(JSON.stringify(second?.body.messages)).toContain('"media_type":"image/png"');
    expect(opened.session.mcpServers()[0]?.state.kind).toBe('ready');
  });

  test('it is asked about by name, and rules about the server count', async () => {
    const rules = { allow: [], ask: [], deny: [rule('mcp__everything__*')] };
    const opened = await openJoined([call('mcp__everything__echo', { message: 'x' }), say('No.')], {
      servers: { everything },
      gate: { rules },
    });
    opened.session.submit('echo');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toContain('forbids this: mcp__everything__*');

    const asking = await openJoined([call('mcp__everything__echo', { message: 'x' }), say('No.')], {
      servers: { everything },
      permissions: 'ask',
    });
    asking.session.submit('echo');
    const { question } = await expect
      .poll(() => asking.events.find((event) => event.type === 'question_asked'), { timeout: 15_000 })
      .toBeDefined()
      .then(() => asking.events.find((event) => event.type === 'question_asked') ?? { question: undefined });
    expect(question).toMatchObject({ title: 'Call echo?', scope: 'mcp__everything__echo' });
    expect(question?.context).toContain('the server says that it only reads');
    asking.session.answer(question?.id ?? '', { kind: 'no', word: '' });
    await asking.turnsEnded(1);
  });

  test('what it says about its use goes with the first message as its word, once', async () => {
    const opened = await openJoined([call('mcp__everything__echo', { message: 'x' }), say('One.'), say('Two.')], {
      servers: { everything },
    });
    opened.session.submit('first');
    await opened.turnsEnded(1);
    opened.session.submit('second');
    await opened.turnsEnded(2);
    const [first, , last] = opened.server.requests.map(({ body }) => JSON.stringify(body.messages));
    const told = (text = '') => text.split('<mcp-server-instructions server=').length - 1;
    expect(told(first)).toBe(1);
    expect(first).toContain('No human spoke, and it approves nothing.');
    expect(told(last)).toBe(1);
    expect(JSON.stringify(opened.server.requests[2]?.body.system)).not.toContain('mcp-server-instructions');
  });

  test('it may ask the user, one field after the other, and gets what was answered', async () => {
    const opened = await openJoined([call('mcp__everything__trigger-elicitation-request', {}), say('Done.')], {
      servers: { everything },
    });
    opened.session.submit('ask me');
    const typed: Readonly<Record<string, string>> = { name: 'Ada', email: 'ada@example.org', integer: '7' };
    const asked: string[] = [];
    const answerAll = opened.session.subscribe((event) => {
      if (event.type !== 'question_asked') return;
      const { body, id, title, choices = 0 } = event.question;
      asked.push(title);
      const place = body.join('\n');
      const word = place.includes('legal name')
        ? 'Ada'
        : place.includes('email address')
          ? place.includes('Again: that is no email')
            ? typed['email']
            : 'nonsense'
          : place.includes('favorite integer')
            ? typed['integer']
            : undefined;
      // The first answer: yes, the default, or one to leave it out.
      const answer = word === undefined ? ({ kind: 'chosen', choice: 0 } as const) : ({ kind: 'no', word } as const);
      expect(choices).toBeGreaterThan(0);
      queueMicrotask(() => opened.session.answer(id, answer));
    });
    await opened.turnsEnded(1);
    answerAll();
    expect(asked[0]).toMatch(/^The MCP server everything asks · 1 of \d+$/);
    const told = userText(opened.server.requests[1]);
    expect(told).toContain('"name": "Ada"');
    expect(told).toContain('"email": "ada@example.org"');
    expect(told).toContain('"integer": 7');
    expect(told).toContain('"check": true');
  });

  test.each([
    ['declines by the last choice', 'decline'],
    ['leaves without an answer', 'cancel'],
  ])('a user who %s', async (_, action) => {
    const address = { url: 'https://example.org/login?a=1', message: 'Sign in, please.' };
    const opened = await openJoined([call('mcp__everything__trigger-url-elicitation', address), say('Done.')], {
      servers: { everything },
    });
    opened.session.subscribe((event) => {
      if (event.type !== 'question_asked') return;
      expect(event.question.body).toContain('https://example.org/login?a=1');
      const answer =
        action === 'decline' ? ({ kind: 'chosen', choice: 1 } as const) : ({ kind: 'no', word: '' } as const);
      queueMicrotask(() => opened.session.answer(event.question.id, answer));
    });
    opened.session.submit('ask me');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toMatch(new RegExp(action, 'i'));
  });

  test('where nobody is there its question is declined, and an interrupted call withdraws it', async () => {
    const asks = call('mcp__everything__trigger-elicitation-request', {});
    const alone = await openJoined([asks, say('Done.')], {
      servers: { everything },
      gate: { whenAsking: 'refuse' },
    });
    alone.session.submit('ask me');
    await alone.turnsEnded(1);
    expect(userText(alone.server.requests[1])).toMatch(/decline/i);

    const opened = await openJoined([asks], { servers: { everything } });
    opened.session.submit('ask me');
    const question = () => opened.events.some(({ type }) => type === 'question_asked');
    await expect.poll(question, { timeout: 15_000 }).toBe(true);
    opened.session.interrupt();
    await opened.turnsEnded(1);
    await expect
      .poll(() => opened.events.find((event) => event.type === 'question_answered'), { timeout: 10_000 })
      .toMatchObject({ answer: 'withdrawn' });
  });

  test('it is told the project folder, and nothing else', async () => {
    const opened = await openJoined([call('mcp__everything__get-roots-list', {}), say('Done.')], {
      servers: { everything },
    });
    opened.session.submit('roots');
    await opened.turnsEnded(1);
    const told = userText(opened.server.requests[1]);
    expect(told).toContain(`file://${opened.root}`);
    expect(told.match(/file:\/\//g)).toHaveLength(1);
  });

  test('a slow call goes on as a task, and its answer is told once', async () => {
    const slow = call('mcp__everything__trigger-long-running-operation', { duration: 2, steps: 2 });
    const opened = await openJoined([slow, say('It runs.'), say('It is done.')], {
      servers: { everything },
      foreground: 300,
    });
    opened.session.submit('slow');
    await opened.turnsEnded(2);
    const [task] = opened.hostedTasks();
    expect(userText(opened.server.requests[1])).toContain(`goes on in the background as task ${task?.id}`);
    expect(opened.server.requests.flatMap(toldIn)).toEqual([task?.id]);
    expect(userText(opened.server.requests[2])).toContain('Long running operation completed');
  });

  test('what can be read of it is listed, asked about and read', async () => {
    const read = (uri: string) => call('read_mcp_resource', { server: 'everything', uri });
    const uri = 'demo://resource/static/document/architecture.md';
    const opened = await openJoined(
      [
        call('list_mcp_resources', { server: 'everything' }),
        [read(uri), read('demo://nothing')],
        call('list_mcp_resources', { server: 'other' }),
        say('Done.'),
      ],
      {
        servers: { everything },
        permissions: 'ask',
        gate: { rules: { allow: [rule('read_mcp_resource(everything:demo://*)')], ask: [], deny: [] } },
      },
    );
    opened.session.submit('read');
    await opened.turnsEnded(1);
    const [, listed, answered, unknown] = opened.server.requests;
    expect(userText(listed)).toContain(`${uri} · architecture.md`);
    expect(userText(listed)).toContain('demo://resource/dynamic/text/{resourceId}');
    expect(userText(answered)).toContain('Everything Server');
    expect(userText(answered)).toContain('Resource demo://nothing not found');
    expect(userText(unknown)).toContain('there is no MCP server other in the settings');

    const asking = await openJoined([read(uri), say('No.')], {
      servers: { everything },
      permissions: 'ask',
      gate: { whenAsking: 'refuse' },
    });
    asking.session.submit('read');
    await asking.turnsEnded(1);
    expect(userText(asking.server.requests[1])).toContain(`by the rule read_mcp_resource(everything:${uri})`);
  });

  test('one of its prompts is sent, with what was typed behind it', async () => {
    const opened = await openJoined([say('Hello.'), say('It rains.')], { servers: { everything } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    const send = opened.session.submitMcpPrompt;
    expect(await send('everything:nothing', '')).toBe(
      'There is no prompt everything:nothing. /mcp lists what there is.',
    );
    expect(await send('nobody:nothing', '')).toMatch(/^There is no prompt/);
    expect(await send('everything:args-prompt', '')).toBe('It wants more: /mcp everything:args-prompt CITY [STATE]');
    expect(await send('everything:args-prompt', 'Paris Ile de France')).toBeNull();
    await opened.turnsEnded(2);
    expect(userText(opened.server.requests[1])).toContain("What's weather in Paris, Ile de France?");
    expect(mcpWords(opened.session.mcpServers())).toMatch(
      /^everything: ready, \d+ tools: .*, has resources to read$[^]*^  \/mcp everything:args-prompt CITY \[STATE\]  /m,
    );
  });

  test('it gets the environment without our keys, and ends with the session', async () => {
    const mark = `mark-${process.pid}-${Date.now()}`;
    const opened = await openJoined([call('mcp__everything__get-env', {}), say('Done.')], {
      servers: { everything: { ...everything, env: { MCP_MARK: mark, OF_MINE: '${SOMETHING}' } } },
      environment: { ...process.env, ANTHROPIC_API_KEY: 'secret-key', SOMETHING: 'filled in' },
    });
    opened.session.submit('env');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toContain('filled in');
    expect(userText(opened.server.requests[1])).not.toContain('secret-key');
    expect(processesWithVariable(`MCP_MARK=${mark}`)).not.toEqual([]);
    await opened.close();
    expect(processesWithVariable(`MCP_MARK=${mark}`)).toEqual([]);
  });

  test.each([
    [
      { command: '${NO_SUCH_A}', args: ['${NO_SUCH_B}', '${NO_SUCH_A}'] },
      /^\$\{NO_SUCH_A\}, \$\{NO_SUCH_B\} in its settings is not set in your environment/,
    ],
    [{ command: 'no-such-program' }, /there is no program no-such-program; install it/],
    [{ command: 'sh', args: ['-c', 'echo no licence >&2; exit 3'] }, /it has ended \(exit 3\): no licence/],
    [{ url: 'http://127.0.0.1:PORT/mcp' }, /nothing answers at http:\/\/127\.0\.0\.1:\d+; start the server/],
  ])('%j does not hold up the session, and says what is wrong', async (config, words) => {
    const broken = 'url' in config ? { url: config.url.replace('PORT', String(await freePort())) } : config;
    const opened = await openJoined([say('Hello.')], { servers: { broken } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.session.mcpServers()[0]?.state).toMatchObject({
      kind: 'failed',
      sentence: expect.stringMatching(words),
    });
    expect(opened.events.find((event) => event.type === 'problem')).toMatchObject({
      sentence: expect.stringMatching(/The tools of the MCP server broken are missing/),
    });
  });
});

const odd = (...habit: string[]) => ({ command: process.execPath, args: [oddProgram, ...habit] });
const offered = (request: ApiRequest | undefined) =>
  (request?.body.tools ?? []).flatMap((tool) => ('name' in tool && tool.name.startsWith('mcp__') ? [tool.name] : []));

describe('a program with habits of its own', () => {
  test('what it prints before it speaks the protocol harms nobody', async () => {
    const opened = await openJoined([call('mcp__odd__learn', {}), say('Done.')], {
      servers: { odd: odd('talks-first') },
    });
    opened.session.submit('go');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toContain('learned it');
  });

  test('a tool that it offers later is in the next request, and can be called', async () => {
    const script = [call('mcp__odd__learn', {}), call('mcp__odd__learned', {}), say('Done.')];
    const opened = await openJoined(script, { servers: { odd: odd() } });
    opened.session.submit('go');
    await opened.turnsEnded(1);
    const [first, second, third] = opened.server.requests;
    expect(offered(first)).toEqual(['mcp__odd__learn', 'mcp__odd__badly']);
    expect(offered(second)).toContain('mcp__odd__learned');
    expect(userText(third)).not.toContain('There is no tool');
  });

  test('one that never answers holds the first request up for a moment only, and that is said', async () => {
    const opened = await openJoined([say('Hello.')], { servers: { odd: odd('silent') } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.session.mcpServers()[0]?.state.kind).toBe('connecting');
    expect(opened.events.find((event) => event.type === 'problem')).toMatchObject({
      sentence: expect.stringContaining('The MCP server odd is still starting'),
    });
  });

  test('what does not fit the protocol is said in words', async () => {
    const servers = { odd: odd(), other: odd('no-list') };
    const opened = await openJoined([call('mcp__odd__badly', {}), say('Done.')], { servers });
    opened.session.submit('go');
    await opened.turnsEnded(1);
    const words = 'it answered what the protocol does not know';
    expect(userText(opened.server.requests[1])).toContain('no list');
    expect(opened.session.mcpServers()[1]?.state).toMatchObject({
      sentence: expect.stringContaining(`${words} (tools: `),
    });
  });
});

describe('a list of tools with wrong ones', () => {
  const servers = { odd: odd('wrong-list') };
  const key = 'k'.repeat(80);

  test('each that can be called is offered, by a name of its own, and those that cannot are named', async () => {
    const opened = await openJoined([say('Hello.')], { servers });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.server.requests).toHaveLength(1);
    const names = offered(opened.server.requests[0]);
    expect(names).toEqual([
      'mcp__odd__structured',
      'mcp__odd__novel',
      expect.stringMatching(/^mcp__odd__echo_it_[0-9a-f]{6}$/),
      expect.stringMatching(/^mcp__odd__echo_it_[0-9a-f]{6}$/),
      'mcp__odd__progress',
    ]);
    const leftOut = /tool 6 is left out: it has no name\n {2}tool 7 is left out: it has no name/;
    expect(mcpWords(opened.session.mcpServers())).toMatch(leftOut);
    expect(opened.events.find(({ type }) => type === 'problem')).toMatchObject({
      sentence: expect.stringContaining('Of the MCP server odd these tools are left out: tool 6 (it has no name)'),
    });
  });

  test('one that the API refuses is left out, and named by /mcp', async () => {
    const opened = await openJoined(
      ({ tools = [] }) => {
        const at = tools.findIndex((tool) => 'name' in tool && tool.name === 'mcp__odd__novel');
        const words = `tools.${at}.custom.input_schema: JSON schema is invalid`;
        return at === -1 ? [say('Hello.')] : httpError(400, 'invalid_request_error', words);
      },
      { servers },
    );
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(offered(opened.server.requests.at(-1))).not.toContain('mcp__odd__novel');
    expect(mcpWords(opened.session.mcpServers(), opened.session.refusedTools())).toMatch(
      /\nmcp__odd__novel is left out: the model's server refuses it$/,
    );
  });

  test('arguments reach the server by its own names, and an answer is read without regard to what was promised', async () => {
    const names = await openJoined([say('Hello.')], { servers });
    names.session.submit('hi');
    await names.turnsEnded(1);
    const [, , spaced = '', dotted = ''] = offered(names.server.requests[0]);
    const calls = [
      call('mcp__odd__structured', {}),
      call('mcp__odd__novel', {}),
      call(spaced, { [key.slice(0, 60)]: 1 }),
      call(dotted, {}),
      call('mcp__odd__progress', {}),
    ];
    const opened = await openJoined([calls, say('Done.')], { servers });
    opened.session.submit('go');
    await opened.turnsEnded(1);
    const text = userText(opened.server.requests[1]);
    expect(text).toContain('text all the same');
    expect(text).toContain('known\n[hologram: {"type":"hologram","data":"unknown"}]\n[image: {"type":"image"}]');
    expect(text).toContain(`echo it: ${key}`);
    expect(text).toContain('echo.it:');
    expect(text).toContain('25 %  page 1\nall pages');
  });

  test('a tool that the API refuses all the same is left out, and the request is made again', async () => {
    const opened = await openJoined(
      ({ tools = [] }) => {
        const at = tools.findIndex((tool) => 'name' in tool && tool.name === 'mcp__odd__novel');
        const words = `tools.${at}.custom.input_schema.properties.document: Input should be something else`;
        return at === -1 ? say('Hello.') : httpError(400, 'invalid_request_error', words);
      },
      { servers },
    );
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    opened.session.submit('again');
    await opened.turnsEnded(2);
    expect(opened.server.requests.map((request) => offered(request).length)).toEqual([5, 4, 4]);
    expect(opened.events.find(({ type }) => type === 'request_retrying')).toMatchObject({
      sentence: 'The server refuses the tool mcp__odd__novel. Asking again without it.',
    });
  });
});

describe('a server that never comes to the end of its list', () => {
  test('tools that are too many to be sent are found by words, and offered from then on behind the others', async () => {
    const opened = await openJoined(
      [call('find_tools', { query: 'invoice writing' }), call('mcp__odd__echo_invoice', { sum: 1 }), say('Done.')],
      { servers: { odd: { command: process.execPath, args: [oddProgram, 'long-list'] } } },
    );
    opened.session.submit('an invoice');
    await opened.turnsEnded(1);
    const names = opened.server.requests.map(({ body }) =>
      (body.tools ?? []).map((tool) => ('name' in tool ? tool.name : '')),
    );
    expect(names[0]).toContain('find_tools');
    expect(names[0]?.filter((name) => name.startsWith('mcp__'))).toEqual([]);
    expect(userText(opened.server.requests[1])).toContain('Writes an invoice.');
    expect(names[1]).toEqual([...(names[0] ?? []), 'mcp__odd__echo_invoice']);
    expect(names[2]).toEqual(names[1]);
    expect(userText(opened.server.requests[2])).toContain('echo_invoice: sum');
  });

  test('a list that goes in circles is an error', async () => {
    const opened = await openJoined([say('Hello.')], { servers: { odd: odd('endless-list') } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.session.mcpServers()[0]?.state).toEqual({
      kind: 'failed',
      sentence: 'its list of tools does not end',
    });
  });

  test('a list that does not come holds up neither the first request nor the end', async () => {
    const mark = `late-${process.pid}-${Date.now()}`;
    const late = { ...odd('late-list'), env: { MCP_MARK: mark } };
    const opened = await openJoined([say('Hello.')], { servers: { late } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.session.mcpServers()[0]?.state.kind).toBe('connecting');
    const since = Date.now();
    await opened.close();
    // It would have twenty seconds to answer.
    expect(Date.now() - since).toBeLessThan(10_000);
    expect(processesWithVariable(`MCP_MARK=${mark}`)).toEqual([]);
  });
});

describe('a server by HTTP', () => {
  test('it is called with its headers, and its error is one of the call', async () => {
    const server = await startWebServer();
    const opened = await openJoined([call('mcp__web__fail', {}), say('It failed.')], {
      servers: { web: { url: server.url, headers: { authorization: 'Bearer of-mine' } } },
    });
    opened.session.submit('fail');
    await opened.turnsEnded(1);
    expect(userText(opened.server.requests[1])).toContain('the disk is on fire');
    expect(opened.hostedTasks().filter(isEnded)[0]?.status.end).toMatchObject({
      kind: 'finished',
      failure: 'the disk is on fire',
    });
    expect(server.authorization()).toBe('Bearer of-mine');
  });

  test('one that was started again and knows no session any more is connected to anew, and asked again', async () => {
    const server = await startWebServer();
    const opened = await openJoined([say('Hello.'), call('mcp__web__fail', {}), say('It failed.')], {
      servers: { web: { url: server.url } },
    });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    server.restart();
    opened.session.submit('fail');
    await opened.turnsEnded(2);
    expect(userText(opened.server.requests[2])).toContain('the disk is on fire');
    expect(server.sessions()).toBe(2);
    expect(opened.session.mcpServers()[0]?.state.kind).toBe('ready');
  });
});

/** The least that a server has to answer (Model Context Protocol, streamable HTTP). */
async function startWebServer() {
  let authorization: string | undefined;
  let sessions = 0;
  let known = '';
  const results: Record<string, object> = {
    initialize: {
      protocolVersion: '2025-03-26',
      capabilities: { tools: {} },
      serverInfo: { name: 'web', version: '1' },
    },
    'tools/list': { tools: [{ name: 'fail', description: 'Fails.', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'the disk is on fire' }], isError: true },
  };
  const server = createServer(async (request, response) => {
    ({ authorization } = request.headers);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method } = (await json(request)) as { id?: number; method: string };
    if (method === 'initialize') known = `session-${(sessions += 1)}`;
    else if (request.headers['mcp-session-id'] !== known) return void response.writeHead(404).end();
    if (id === undefined) return void response.writeHead(202).end();
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': known });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] ?? {} }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    authorization: () => authorization,
    /** It forgets whom it spoke with. */
    restart: () => void (known = ''),
    sessions: () => sessions,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
