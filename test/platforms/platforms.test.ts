/**
 * The built program against local stand-ins of the wire formats of Bedrock, Vertex AI and Foundry. What only the
 * services could tell, such as whether a signature is accepted, is not tried here; docs/providers.md says so.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { say, streamOf } from '../fixtures/api-replies.ts';
import { chunkFrame, exceptionFrame } from '../fixtures/event-stream.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;

beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function standIn(answer: (received: Received, response: ServerResponse) => void) {
  const requests: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const received = { path: incoming.url ?? '', headers: incoming.headers, body: await text(incoming) };
    // Some ask for a list of models, which these servers do not have.
    if (incoming.method === 'GET') return void response.writeHead(404).end();
    requests.push(received);
    answer(received, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function answerTo(env: Readonly<Record<string, string>>, program = PROGRAM): Promise<Run> {
  const child = spawn(process.execPath, [program, '-p', 'hi', '--max-wait', '0'], {
    cwd: place.project,
    env: { ...place.env, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

function sendEvents(response: ServerResponse, words: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of streamOf([say(words)], 1)) response.write(String(piece));
  response.end();
}

/** The objects that stand behind `data:`. */
function eventsOf(words: string): readonly object[] {
  const stream = [...streamOf([say(words)], 1)].map(String).join('');
  return [...stream.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as object);
}

const AWS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret-of-the-test' };

test('Bedrock is asked with a signature, and its event stream is read', async () => {
  const { url, requests } = await standIn((_, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    eventsOf('Hello from Bedrock.').forEach((event) => response.write(chunkFrame(event)));
    response.end();
  });
  const env = {
    MEANWHILE_PROVIDER: 'bedrock',
    ANTHROPIC_BEDROCK_BASE_URL: url,
    ANTHROPIC_API_KEY: 'not-for-aws',
    ...AWS,
  };
  expect(await answerTo(env)).toMatchObject({ code: 0, out: 'Hello from Bedrock.\n' });
  const [request] = requests;
  expect(request?.path).toBe('/model/global.anthropic.claude-sonnet-5-5/invoke-with-response-stream');
  expect(request?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=\S+, Signature=[\da-f]{64}$/,
  );
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ anthropic_version: expect.any(String) });
  expect(JSON.stringify(requests)).not.toContain('not-for-aws');
});

test('an exception in the stream of Bedrock, and refused credentials, are said without secrets', async () => {
  const broken = await standIn((_, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    const [start, ...others] = eventsOf('Half an answer');
    [start, others[0], others[1]].forEach((event) => event && response.write(chunkFrame(event)));
    response.end(exceptionFrame('modelStreamErrorException', 'the model broke off'));
  });
  const env = { MEANWHILE_PROVIDER: 'bedrock', ...AWS };
  const torn = await answerTo({ ...env, ANTHROPIC_BEDROCK_BASE_URL: broken.url });
  expect(torn.code).not.toBe(0);
  expect(torn.err).toContain('the model broke off');

  const refusing = await standIn((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'The signature of secret-of-the-test does not match' }));
  });
  const refused = await answerTo({ ...env, ANTHROPIC_BEDROCK_BASE_URL: refusing.url });
  expect(refused.err).toContain('Amazon Bedrock refused the credentials (403). docs/providers.md says what is read.');
  expect(refused.err).toContain('The server says: The signature of [key] does not match');
});

test('Bedrock without credentials says where to read what it needs', async () => {
  const { url } = await standIn((_, response) => void response.writeHead(500).end());
  const { code, err } = await answerTo({ MEANWHILE_PROVIDER: 'bedrock', ANTHROPIC_BEDROCK_BASE_URL: url });
  expect(code).not.toBe(0);
  expect(err).toMatch(/^.*The environment gave no credentials: .*docs\/providers\.md says what is read\.$/m);
});

test('Vertex AI is asked with a token of Google credentials', async () => {
  const { url, requests } = await standIn(({ path: asked }, response) => {
    if (!asked.startsWith('/token')) return sendEvents(response, 'Hello from Vertex.');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'token-of-google', expires_in: 600, token_type: 'Bearer' }));
  });
  const folder = path.join(place.project, '..', 'google');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'subject'), 'subject-token');
  const credentials = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${url}/token`,
    credential_source: { file: path.join(folder, 'subject') },
  };
  writeFileSync(path.join(folder, 'credentials.json'), JSON.stringify(credentials));
  const run = await answerTo({
    MEANWHILE_PROVIDER: 'vertex',
    ANTHROPIC_VERTEX_BASE_URL: `${url}/v1`,
    ANTHROPIC_VERTEX_PROJECT_ID: 'our-project',
    // Else the package would ask Google for it.
    GOOGLE_CLOUD_PROJECT: 'our-project',
    CLOUD_ML_REGION: 'europe-west1',
    GOOGLE_APPLICATION_CREDENTIALS: path.join(folder, 'credentials.json'),
  });
  expect(run).toMatchObject({ code: 0, out: 'Hello from Vertex.\n' });
  const request = requests.find(({ path: asked }) => !asked.startsWith('/token'));
  expect(request?.path).toBe(
    '/v1/projects/our-project/locations/europe-west1/publishers/anthropic/models/claude-sonnet-5-5:streamRawPredict',
  );
  expect(request?.headers.authorization).toBe('Bearer token-of-google');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ anthropic_version: expect.any(String) });
});

test('Vertex AI without a region says what is missing', async () => {
  const { code, err } = await answerTo({ MEANWHILE_PROVIDER: 'vertex' });
  expect(code).not.toBe(0);
  expect(err).toContain('Vertex AI cannot be asked: No region was given.');
});

test('Foundry is asked with its key', async () => {
  const { url, requests } = await standIn((_, response) => sendEvents(response, 'Hello from Foundry.'));
  const run = await answerTo({
    MEANWHILE_PROVIDER: 'foundry',
    ANTHROPIC_FOUNDRY_BASE_URL: `${url}/anthropic/`,
    ANTHROPIC_FOUNDRY_API_KEY: 'key-of-foundry',
  });
  expect(run).toMatchObject({ code: 0, out: 'Hello from Foundry.\n' });
  expect(requests[0]?.path).toBe('/anthropic/v1/messages');
  expect(requests[0]?.headers['x-api-key']).toBe('key-of-foundry');
  expect(requests[0]?.headers.authorization).toBeUndefined();
});

test('a platform whose package is not installed says how to install it', async () => {
  const alone = path.join(place.project, '..', 'alone');
  cpSync(path.dirname(PROGRAM), path.join(alone, 'dist'), { recursive: true });
  // What a project brings is not loaded.
  const planted = path.join(place.project, 'node_modules', '@anthropic-ai', 'bedrock-sdk');
  mkdirSync(planted, { recursive: true });
  writeFileSync(path.join(planted, 'index.js'), 'console.log("planted"); process.exit(0);');
  writeFileSync(path.join(planted, 'package.json'), '{"name": "@anthropic-ai/bedrock-sdk", "main": "index.js"}');
  const { code, out, err } = await answerTo({ MEANWHILE_PROVIDER: 'bedrock' }, path.join(alone, 'dist', 'cli.js'));
  expect(code).not.toBe(0);
  expect(out).not.toContain('planted');
  expect(err).toContain('Amazon Bedrock needs the package @anthropic-ai/bedrock-sdk, which is not installed.');
  expect(err).toContain('npm install --global @anthropic-ai/bedrock-sdk');
});
