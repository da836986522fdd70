/** `npm start` becomes the program as if it had been called by itself. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { startApiServer } from '../fixtures/api-server.ts';
import { createPlace } from '../fixtures/program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('nothing of npm reaches the commands', async () => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const command = 'env | grep -E "^(npm_|INIT_CWD=|NODE=|COLOR=|EDITOR=)" | sort; echo "path $PATH"';
  const api = await startApiServer([[call('bash', { command })], [say('Seen.')]]);
  onTestFinished(() => api.close());
  const args = ['start', '--silent', '--', '--cwd', place.project, '-p', 'hi', '--permissions', 'all'];
  const searched = [path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);
  const { stdout } = await execa('npm', args, {
    cwd: ROOT,
    stdin: 'ignore',
    extendEnv: false,
    env: { ...place.env, PATH: searched, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'key-of-the-test' },
  });
  expect(stdout).toBe('Seen.');
  const answer = JSON.stringify(api.requests[1]?.body.messages.at(-1));
  expect(answer).not.toMatch(/npm_|INIT_CWD=|NODE=|COLOR=|EDITOR=/);
  expect(answer).toContain(`path ${searched}`);
});

test.each([
  ['in the clone', ROOT, ['start'], /npm start -- --help lists the options/],
  ['elsewhere', '/', ['--prefix', ROOT, 'start'], /npm --prefix \S+ start -- --help lists the options/],
])('the commands that it prints begin as it was started: %s', async (_, cwd, start, words) => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const env = { ...place.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}` };
  const args = [...start, '--silent', '--', '--nope'];
  const { stderr } = await execa('npm', args, { cwd, stdin: 'ignore', extendEnv: false, env, reject: false });
  expect(stderr).toMatch(words);
});
