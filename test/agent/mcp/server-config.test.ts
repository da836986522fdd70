import { expect, test } from 'vitest';
import { withVariables } from '../../../src/agent/mcp/server-config.ts';

test('a program keeps all its settings when variables are filled in', () => {
  const config = { command: '${BIN}/serve', args: ['--to', '${NAME}${NONE}'], env: { A: '${NAME}' }, cwd: 'tools' };
  const filled = { command: '/opt/serve', args: ['--to', 'me'], env: { A: 'me' }, cwd: 'tools' };
  const environment = { BIN: '/opt', NAME: 'me' };
  expect(withVariables(config, environment)).toEqual(filled);
  expect(withVariables({ ...config, sandbox: false }, environment)).toEqual({ ...filled, sandbox: false });
  expect(withVariables({ ...config, sandbox: true }, environment)).toEqual({ ...filled, sandbox: true });
});
