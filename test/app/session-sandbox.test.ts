import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { outsideEnvironment } from '../../src/background/local/outside-environment.ts';
import { setUpSession } from '../../src/app/session-setup.ts';
import { findProgram } from '../../src/background/local/find-shell.ts';
import { removeCommondirs } from '../../src/background/local/sandbox/commondir.ts';
import { loadConfig } from '../../src/config.ts';
import { ownFolder, sandboxWorks } from '../background/local/open-sandbox.ts';

const { works, why } = await sandboxWorks();
const WITHIN = { timeout: 20_000 };

interface Options {
  readonly settings?: object;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with the project before the program starts. */
  readonly before?: (root: string) => void;
}

/** A whole program with the sandbox on, in a project of its own. */
async function openProgram({ settings = {}, env = {}, before }: Options = {}) {
  const home = ownFolder();
  const root = path.join(home, 'shop');
  mkdirSync(path.join(home, '.config/meanwhile'), { recursive: true });
  mkdirSync(root);
  execFileSync('git', ['init', '-q', root]);
  before?.(root);
  writeFileSync(path.join(home, '.config/meanwhile/settings.json'), JSON.stringify({ sandbox: true, ...settings }));
  const environment = { ...process.env, HOME: home, ...env };
  const loaded = await loadConfig({ argv: [], env: {}, homedir: home, cwd: root });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const setUp = await setUpSession({ ...loaded.config, wake: 'off' }, environment);
  if (setUp.kind !== 'ready') return { kind: 'refused', sentence: setUp.sentence } as const;
  const { session, tasks, close } = setUp.setup;
  const events: AgentEvent[] = [];
  session.subscribe((event) => events.push(event));
  session.start();
  let isOpen = true;
  const quit = async () => {
    if (!isOpen) return;
    isOpen = false;
    await session.close('stop');
    await close();
  };
  onTestFinished(quit);
  const run = async (command: string) => {
    const spec = { command, cwd: root, timeLimit: null, startedBy: 'model', sessionId: session.id } as const;
    const end = await tasks.waitForEnd(tasks.run(spec).id);
    if (end === undefined) throw new Error('the task is not known');
    return end;
  };
  const said = () => events.flatMap((event) => (event.type === 'problem' ? [event.sentence] : []));
  return { kind: 'open', root, run, said, quit, session, tasks } as const;
}

async function opened(options?: Options) {
  const program = await openProgram(options);
  if (program.kind !== 'open') throw new Error(program.sentence);
  return program;
}

describe.skipIf(!works)(`a session with a sandbox${why}`, () => {
  test.each([
    ['a repository', 'git init -q deep/er', 'deep/er/.git'],
    [
      'a submodule in the index',
      'git init -q sub; git -C sub -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; git add sub',
      'sub (a submodule',
    ],
    [
      'settings of editors and shells',
      'mkdir .vscode; echo {} > .vscode/tasks.json; echo x > .envrc',
      '.envrc, .vscode',
    ],
    ['a link in the place of one', 'rm .git; mkdir other; cp -r store/. other; ln -s other .git', '.git'],
  ])('tells the user and the model what a command left that others obey: %s', async (title, command, words) => {
    const { run, said, session } = await opened({
      before(root) {
        if (!title.startsWith('a link')) return;
        execFileSync('mv', ['.git', 'store'], { cwd: root });
        symlinkSync('store', path.join(root, '.git'));
      },
    });
    await run('echo nothing');
    await run(command);
    await vi.waitFor(() => expect(said().join('\n')).toContain(words), WITHIN);
    expect(said()).toHaveLength(1);
    expect(JSON.stringify(await session.previewNext())).toContain(words);
    await run('echo > .npmrc');
    await vi.waitFor(() => expect(said()).toHaveLength(2), WITHIN);
    expect(said()[1]).toContain('own: .npmrc. ');
  });

  test('leaves nothing of its own in the repository when nothing runs', async () => {
    const { run, root, quit } = await opened();
    const file = path.join(root, '.git/commondir');
    await run('git status');
    await vi.waitFor(() => expect(existsSync(file)).toBe(false), WITHIN);
    await quit();
    expect(existsSync(file)).toBe(false);
  });

  test('keeps it while another command runs, so that none can be put there', async () => {
    const { run, root, tasks, session } = await opened();
    const file = path.join(root, '.git/commondir');
    const spec = {
      command: 'echo ready; sleep 300',
      cwd: root,
      timeLimit: null,
      startedBy: 'model',
      sessionId: session.id,
    } as const;
    const { id } = tasks.run(spec);
    await vi.waitFor(() => expect(tasks.get(id)?.output.lastLine).toBe('ready'), WITHIN);
    await run('rm -f .git/commondir; echo ../evil > .git/commondir');
    await removeCommondirs([path.dirname(file)]);
    expect(readFileSync(file, 'utf8')).toBe('.\n');
    await tasks.stop(id, 'user');
    await vi.waitFor(() => expect(existsSync(file)).toBe(false), WITHIN);
  });

  test('keeps scripts of hooks and MCP servers, and what edits guards, as they are', async () => {
    const settings = {
      hooks: [{ on: 'before_tool', command: 'sh scripts/check.sh' }],
      mcpServers: { own: { command: 'node', args: ['tools/mcp.js'], sandbox: false } },
    };
    const names = ['scripts/check.sh', 'tools/mcp.js', '.vscode/tasks.json', 'packages/a/.envrc'];
    const { root, run } = await opened({
      settings,
      before(folder) {
        for (const name of names) {
          mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
          writeFileSync(path.join(folder, name), 'old');
        }
      },
    });
    await run(names.map((name) => `rm -f ${name}; echo evil > ${name}`).join('; '));
    await run('mv packages old; mkdir -p packages/a; echo evil > packages/a/.envrc');
    expect(names.map((name) => readFileSync(path.join(root, name), 'utf8'))).toEqual(names.map(() => 'old'));
  });

  test('tells once that the sandbox could not be made, and starts nothing without one', async () => {
    const folder = ownFolder();
    const real = findProgram('bwrap', process.env) ?? '';
    const script = `[ ! -e "${folder}/count" ] || { echo "bwrap: no namespaces left" >&2; exit 1; }; : > "${folder}/count"; exec ${real} "$@"`;
    writeFileSync(path.join(folder, 'bwrap'), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, 'bwrap'), 0o755);
    const { run, root, said } = await opened({ env: { PATH: `${folder}:${process.env['PATH']}` } });
    const ends = [await run('touch ran'), await run('touch ran')].map(({ status }) => status.end);
    expect(ends).toEqual(Array(2).fill(expect.objectContaining({ kind: 'failed-to-start', part: 'sandbox' })));
    expect(said()).toEqual([
      'A command did not run, because the sandbox could not be made: bwrap: no namespaces left.',
    ]);
    expect(existsSync(path.join(root, 'ran'))).toBe(false);
  });
});

test('a folder of the project on the PATH is for commands in the sandbox alone', () => {
  const root = ownFolder();
  mkdirSync(path.join(root, 'node_modules/.bin'), { recursive: true });
  const { PATH } = outsideEnvironment({ PATH: `${root}/node_modules/.bin:/usr/bin` }, [root]);
  expect(PATH).toBe('/usr/bin');
});

test.skipIf(!works)('no program that a command put on the PATH is run outside', async () => {
  const base = ownFolder();
  const bin = path.join(base, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  const { run, root } = await opened({
    settings: { sandboxWritable: [path.join(base, 'node_modules')] },
    env: { PATH: `${bin}:${process.env['PATH']}` },
  });
  const names = ['bwrap', 'git', 'nice', 'mv', 'dd', 'touch'];
  await run(
    `for n in ${names.join(' ')}; do printf '#!/bin/sh\\n: > "${base}/ran"\\n' > ${bin}/$n; chmod +x ${bin}/$n; done`,
  );
  expect(existsSync(path.join(bin, 'bwrap'))).toBe(true);
  expect((await run('git; true')).status.end).toMatchObject({ kind: 'exited', code: 0 });
  expect([existsSync(path.join(base, 'ran')), existsSync(path.join(root, 'ran'))]).toEqual([false, false]);
});
