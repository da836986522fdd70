import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { programTransport } from '../../../src/agent/mcp/program-transport.ts';
import { findProgram } from '../../../src/background/local/find-shell.ts';
import { sandboxCommand } from '../../../src/background/local/sandbox/sandbox-command.ts';
import { trySandbox } from '../../../src/background/local/sandbox/try-sandbox.ts';
import type { TaskSpec } from '../../../src/background/task.ts';
import { openSandbox, ownFolder, sandboxWorks } from './open-sandbox.ts';

const { works, why } = await sandboxWorks(false);
const BWRAP = findProgram('bwrap', process.env) ?? '';

/** Programs that stand for bwrap; `$real` is the one that works. */
const STAND_INS = {
  'fails always': 'echo "bwrap: setting up uid map: Permission denied" >&2; exit 1',
  'cannot take the network away':
    'case " $* " in *" --unshare-net "*) echo "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted" >&2; exit 1 ;; esac; exec $real "$@"',
  'fails from its second call on':
    '[ ! -e "$count" ] || { echo "bwrap: Creating new namespace failed: No space left on device" >&2; exit 1; }; : > "$count"; exec $real "$@"',
  'cannot be run': 'exit 126',
} as const;

function standIn(script: string): string {
  const folder = ownFolder();
  const file = path.join(folder, 'bwrap');
  writeFileSync(file, `#!/bin/sh\nreal='${BWRAP}' count='${folder}/count'\n${script}\n`);
  chmodSync(file, 0o755);
  return `${folder}:${process.env['PATH']}`;
}

describe.skipIf(!works)(`half a sandbox${why}`, () => {
  test.each([
    ['fails always', true, 'setting up uid map: Permission denied'],
    ['fails always', false, 'setting up uid map: Permission denied'],
    ['cannot take the network away', false, 'Failed RTM_NEWADDR: Operation not permitted. '],
    ['cannot be run', true, 'it ended with 126'],
  ] as const)('is noticed before it is relied on: bwrap %s, network %s', async (name, network, words) => {
    const { root, environment, tasksFolder } = await openSandbox();
    const spec = { cwd: root, sandbox: { root, writable: [], network } };
    const tried = await trySandbox({
      environment: { ...environment, PATH: standIn(STAND_INS[name]) },
      tasksFolder,
      spec,
    });
    expect(tried).toMatchObject({ kind: 'broken', sentence: expect.stringContaining(words) });
  });

  test('with the network, one that cannot take it away works', async () => {
    const { root, environment, tasksFolder } = await openSandbox();
    const PATH = standIn(STAND_INS['cannot take the network away']);
    const spec = { cwd: root, sandbox: { root, writable: [], network: true } };
    expect(await trySandbox({ environment: { ...environment, PATH }, tasksFolder, spec })).toMatchObject({
      kind: 'works',
    });
  });

  test.each([
    ['plain', {}],
    ['with its own variables', { env: { OWN: '1' } }],
    ['with input', { input: 'typed\n' }],
    ['in a terminal', { pty: true }],
  ] as readonly (readonly [string, Partial<TaskSpec>])[])(
    'is never told as the failure of a command: %s',
    async (_, more) => {
      const PATH = standIn(STAND_INS['fails from its second call on']);
      const { runToEnd, spec, root, manager } = await openSandbox({ environment: { PATH } });
      const first = await runToEnd('touch first; exit 1', { ...spec, ...more });
      expect(first.status.end).toMatchObject({ kind: 'exited', code: 1 });
      const second = await runToEnd('touch second', { ...spec, ...more });
      expect(second.status.end).toMatchObject({
        kind: 'failed-to-start',
        reason: 'the sandbox could not be made: bwrap: Creating new namespace failed: No space left on device',
        part: 'sandbox',
      });
      expect([existsSync(path.join(root, 'first')), existsSync(path.join(root, 'second'))]).toEqual([true, false]);
      expect(manager.get(second.id)?.status.phase).toBe('done');
    },
  );

  test('is told by who finds the task later', async () => {
    const PATH = standIn(STAND_INS['fails always']);
    const { run, spec, leave, tasksFolder, environment } = await openSandbox({ environment: { PATH } });
    const { id } = run('true', spec);
    await leave();
    const later = await openSandbox({ environment });
    const { openBackground } = await import('../open-background.ts');
    const other = await openBackground({ tasksFolder, environment: later.environment });
    await expect
      .poll(async () => {
        await other.manager.adopt(() => true);
        return other.manager.get(id)?.status;
      })
      .toMatchObject({ phase: 'done', end: { kind: 'failed-to-start', part: 'sandbox' } });
  });

  test('is told for an MCP server too', async () => {
    const { root, environment, tasksFolder } = await openSandbox();
    const broken = { ...environment, PATH: standIn(STAND_INS['fails always']) };
    const spec = { cwd: root, sandbox: { root, writable: [], network: true } };
    const transport = programTransport(
      { command: 'cat' },
      {
        cwd: root,
        environment: broken,
        sandbox: ({ id }) => sandboxCommand({ id, spec, environment: broken, tasksFolder }),
      },
    );
    await transport.start();
    await transport.ended;
    expect([transport.endWords(), transport.lastWords()]).toEqual([
      'the sandbox could not be made',
      'bwrap: setting up uid map: Permission denied',
    ]);
    await transport.close();
  });
});

test('what is missing is said with what to do', async () => {
  const root = ownFolder();
  const spec = { cwd: root, sandbox: { root, writable: [], network: true } };
  const places = { environment: { PATH: '/nowhere' }, tasksFolder: path.join(root, 'p', 'tasks') };
  expect(await trySandbox({ ...places, spec })).toMatchObject({
    kind: 'missing',
    sentence: expect.stringContaining('apt-get install bubblewrap'),
  });
});

test.skipIf(!works).each([
  ['a file', (file: string) => writeFileSync(file, '')],
  ['a folder', (file: string) => mkdirSync(file)],
])('.meanwhile may be %s', async (_, make) => {
  const { root, says } = await openSandbox();
  make(path.join(root, '.meanwhile'));
  expect(await says('rm -rf .meanwhile 2>/dev/null; echo ran')).toBe('ran\n');
  expect(existsSync(path.join(root, '.meanwhile'))).toBe(true);
});

test.skipIf(!works)('.meanwhile may be a link that leads nowhere', async () => {
  const { root, says } = await openSandbox();
  const { symlinkSync } = await import('node:fs');
  symlinkSync('nowhere', path.join(root, '.meanwhile'));
  expect(await says('echo ran')).toBe('ran\n');
});
