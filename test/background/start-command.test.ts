import { expect, test } from 'vitest';
import { startCommand } from '../../src/background/start-command.ts';

const facts = { script: '/usr/local/bin/meanwhile', env: { PATH: '/usr/local/bin:/usr/bin' }, startedBy: undefined };

test.each([
  ['by the name that the shell finds', {}, 'meanwhile'],
  ['by the path of a link outside PATH', { script: '/opt/my tools/meanwhile' }, "'/opt/my tools/meanwhile'"],
  ['by npx', { script: '/home/ada/.npm/_npx/1f/node_modules/.bin/meanwhile' }, 'npx meanwhile'],
  ['by npm start', { startedBy: 'npm start --', script: '/src/meanwhile/dist/cli.js' }, 'npm start --'],
  ['by node', { script: '/src/meanwhile/dist/cli.js' }, 'node /src/meanwhile/dist/cli.js'],
])('the command that is printed is the one it was started by: %s', (_, given, command) => {
  expect(startCommand({ ...facts, ...given })).toBe(command);
});
