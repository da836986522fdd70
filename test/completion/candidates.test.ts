import { expect, test } from 'vitest';
import { candidates } from '../../src/completion/candidates.ts';

const known = {
  tasks: () => [{ word: '1f3a9c2e', help: 'dev server' }],
  sessions: async () => [{ word: 'a2ded35d', help: 'make the cart add cents' }],
  servers: async () => [{ word: 'files', help: '' }],
};

test.each([
  ['ta', ['tasks']],
  ['con', ['config']],
  ['--per', ['--permissions']],
  ['--permissions ', ['ask', 'edits', 'plan', 'all']],
  ['--permissions e', ['edits']],
  ['--output-format j', ['json']],
  ['--resume ', ['a2ded35d']],
  ['tasks st', ['stop']],
  ['tasks stop ', ['1f3a9c2e']],
  ['tasks log 1f3a9c2e ', []],
  ['tasks log 1f3a9c2e --ta', ['--tail']],
  ['tasks log --tail ', []],
  ['tasks list ', []],
  ['export ', ['a2ded35d']],
  ['export --format ', ['html', 'md']],
  ['mcp lo', ['login', 'logout']],
  ['mcp test ', ['files']],
  ['mcp add x --scope ', ['user', 'project']],
  ['config ', ['trust', 'schema']],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['--cwd ', []],
  ['fix the ', []],
  ['-- ta', []],
])('%j is completed by %j', async (line, words) => {
  expect((await candidates(line.split(' '), known)).map(({ word }) => word)).toEqual(words);
});
