import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { gitFiles, isIgnored, trackedButIgnored } from '../../../src/background/local/git-files.ts';
import { commandEnvironment } from '../../../src/background/local/environment.ts';
import { gitProject, type GitProject } from '../../fixtures/git-project.ts';
import { judge } from '../../fixtures/judge.ts';

/** Each plants something that git runs, and answers the line that sets it off. It makes the file `canary`. */
type Attack = (project: GitProject, run: string) => string;

const CONFIG =
  (key: string, line: string, value?: (run: string) => string): Attack =>
  (project, run) => {
    project.git('config', key, value?.(run) ?? run);
    return line;
  };

const HOOK =
  (folder: string): Attack =>
  (project, run) => {
    mkdirSync(path.join(project.root, folder), { recursive: true });
    project.write(`${folder}/post-index-change`, `#!/bin/sh\n${run}\n`);
    chmodSync(path.join(project.root, folder, 'post-index-change'), 0o755);
    // A file that only looks changed makes git write the index.
    utimesSync(path.join(project.root, '.gitignore'), 1, 1);
    return 'git status';
  };

/** A repository in a folder, whose own settings run something. */
function nested({ root }: GitProject, { folder, run }: { readonly folder: string; readonly run: string }): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: path.join(root, folder), stdio: 'pipe' });
  mkdirSync(path.join(root, folder));
  git('init', '-q');
  git('-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-q', '--allow-empty', '-m', 'x');
  git('config', 'core.fsmonitor', run);
}

const BARE =
  (line: string): Attack =>
  ({ root }, run) => {
    const folder = path.join(root, 'e');
    mkdirSync(path.join(folder, 'objects'), { recursive: true });
    mkdirSync(path.join(folder, 'refs'));
    writeFileSync(path.join(folder, 'HEAD'), 'ref: refs/heads/main\n');
    cpSync(path.join(root, '.git', 'index'), path.join(folder, 'index'));
    const settings = [
      'repositoryformatversion = 0',
      'bare = false',
      'worktree = ..',
      `fsmonitor = ${JSON.stringify(run)}`,
    ];
    writeFileSync(path.join(folder, 'config'), ['[core]', ...settings, ''].join('\n'));
    return line;
  };

const ATTACKS: readonly (readonly [name: string, attack: Attack])[] = [
  ['core.fsmonitor', CONFIG('core.fsmonitor', 'git status')],
  ['core.fsmonitor, by git diff', CONFIG('core.fsmonitor', 'git diff')],
  ['diff.external', CONFIG('diff.external', 'git diff')],
  [
    'a textconv',
    (project, run) => {
      project.git('config', 'diff.x.textconv', `${run}; cat`);
      project.write('.gitattributes', '*.txt diff=x\n');
      return 'git log -p';
    },
  ],
  [
    'the command of a driver',
    (project, run) => {
      project.git('config', 'diff.x.command', run);
      project.write('.git/info/attributes', '*.txt diff=x\n');
      return 'git diff';
    },
  ],
  [
    'a filter',
    (project, run) => {
      project.git('config', 'filter.x.clean', `${run}; cat`);
      project.write('.gitattributes', '*.txt filter=x\n');
      return 'git status';
    },
  ],
  [
    'a filter that stays',
    (project, run) => {
      project.git('config', 'filter.x.process', run);
      project.write('.gitattributes', '*.txt filter=x\n');
      return 'git diff';
    },
  ],
  ['a hook', HOOK('.git/hooks')],
  [
    'a hook elsewhere',
    (project, run) => {
      const line = HOOK('tools/hooks')(project, run);
      project.git('config', 'core.hooksPath', 'tools/hooks');
      return line;
    },
  ],
  [
    'a file that the settings include',
    (project, run) => {
      project.git('config', 'include.path', '../extra');
      project.write('extra', `[core]\n\tfsmonitor = ${JSON.stringify(run)}\n`);
      return 'git status';
    },
  ],
  [
    'a file that they include under a condition',
    (project, run) => {
      project.git('config', 'includeIf.gitdir:/.path', '../extra');
      project.write('extra', `[core]\n\tfsmonitor = ${JSON.stringify(run)}\n`);
      return 'git status';
    },
  ],
  [
    'settings of one working tree',
    (project, run) => {
      project.git('config', 'extensions.worktreeConfig', 'true');
      project.git('config', '--worktree', 'core.fsmonitor', run);
      return 'git status';
    },
  ],
  [
    'another working tree',
    (project, run) => {
      project.git('config', 'core.worktree', '../w');
      project.write('w/a.txt', 'c\n');
      project.git('config', 'core.fsmonitor', run);
      return 'git status';
    },
  ],
  [
    'a repository that is linked to',
    (project, run) => {
      nested(project, { folder: 'sub', run });
      project.git('-c', 'advice.addEmbeddedRepo=false', '-c', 'protocol.file.allow=always', 'add', 'sub');
      rmSync(path.join(project.root, 'canary'), { force: true });
      return 'git status';
    },
  ],
  ['a bare repository in a folder', BARE('cd e && git status')],
  [
    'a bare repository in a folder, deeper',
    (project, run) => {
      mkdirSync(path.join(project.root, 'e', 'src'), { recursive: true });
      return BARE('cd e/src && git status')(project, run);
    },
  ],
  [
    'a repository in a folder',
    (project, run) => {
      nested(project, { folder: 'e', run });
      return 'cd e && git status';
    },
  ],
  [
    'a repository behind a link',
    (project, run) => {
      nested(project, { folder: 'f', run });
      symlinkSync('f', path.join(project.root, 'e'));
      return 'cd e && git status';
    },
  ],
  [
    'a repository that a file names',
    (project, run) => {
      nested(project, { folder: 'f', run });
      project.write('e/.git', 'gitdir: ../f/.git\n');
      return 'cd e && git status';
    },
  ],
  [
    'a program for what is fetched when it is missing',
    (project, run) => {
      const blob = project.git('rev-parse', 'HEAD:a.txt').trim();
      rmSync(path.join(project.root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      project.git('config', 'remote.origin.url', project.root);
      project.git('config', 'remote.origin.promisor', 'true');
      project.git('config', 'remote.origin.uploadpack', run);
      project.git('config', 'core.repositoryformatversion', '1');
      project.git('config', 'extensions.partialClone', 'origin');
      return 'git show HEAD';
    },
  ],
];

/** The setting came with git 2.38. */
const KNOWS_NO_SAFE_BARE = /version (?:1\.|2\.(?:\d|[12]\d|3[0-7])\.)/.test(
  execFileSync('git', ['--version'], { encoding: 'utf8' }),
);

function planted(attack: Attack) {
  const project = gitProject({ 'a.txt': 'a\n', '.gitignore': 'canary\n' });
  onTestFinished(() => rmSync(project.root, { recursive: true, force: true }));
  const canary = path.join(project.root, 'canary');
  const line = attack(project, `touch ${canary}`);
  project.write('a.txt', 'b\n');
  rmSync(canary, { force: true });
  return { project, line, ran: () => existsSync(canary) };
}

function run(line: string, { root }: GitProject, environment: NodeJS.ProcessEnv): void {
  try {
    execFileSync('bash', ['-c', line], { cwd: root, env: environment, stdio: 'pipe' });
  } catch {
    // That git fails is no matter.
  }
}

describe('a repository that makes git run something', () => {
  test.each(ATTACKS)('by %s is asked about first', async (_name, attack) => {
    const { project, line, ran } = planted(attack);
    for (const mode of ['ask', 'edits'] as const) {
      const asked = await judge(line, { root: project.root, mode });
      expect(asked).toMatchObject({ kind: 'asks', why: expect.stringMatching(/git/) });
    }
    expect(await judge(line, { root: project.root, mode: 'plan' })).toEqual({ kind: 'planning' });
    expect(ran()).toBe(false);
    run(line, project, { ...process.env, GIT_PAGER: 'cat' });
    expect(ran()).toBe(true);
  });

  test.each(ATTACKS)('by %s runs nothing when this program lists its files', async (_name, attack) => {
    const { project, ran } = planted(attack);
    for (const folder of [project.root, path.join(project.root, 'e')].filter((one) => existsSync(one))) {
      await gitFiles(folder, process.env);
      await trackedButIgnored(folder, process.env);
      await isIgnored(folder, process.env);
    }
    expect(ran()).toBe(false);
  });

  test.skipIf(KNOWS_NO_SAFE_BARE).each(ATTACKS.filter(([name]) => /bare/.test(name)))(
    'by %s runs nothing in the environment of commands',
    async (_name, attack) => {
      const { project, line, ran } = planted(attack);
      run(line, project, commandEnvironment(process.env, 'x'));
      expect(ran()).toBe(false);
    },
  );

  test.each(ATTACKS.filter(([name]) => /repository (?:in|behind|that a file)/.test(name)))(
    'by %s is asked about under a rule for git too',
    async (_name, attack) => {
      const { project, line } = planted(attack);
      for (const allow of [['bash(git status)'], ['bash(git *)'], ['bash']]) {
        expect(await judge(line, { root: project.root, allow })).toMatchObject({ kind: 'asks' });
      }
    },
  );
});

test('a linked repository whose name is no UTF-8 is asked about', async () => {
  const project = gitProject({ 'a.txt': 'a\n' });
  onTestFinished(() => rmSync(project.root, { recursive: true, force: true }));
  const head = project.git('rev-parse', 'HEAD').trim();
  const input = Buffer.concat([Buffer.from(`160000 ${head}\tsub`), Buffer.from([0xff, 0])]);
  execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: project.root, input });
  expect(await judge('git status', { root: project.root })).toMatchObject({ kind: 'asks' });
});

test('says which setting it is', async () => {
  const { project } = planted(CONFIG('core.fsmonitor', 'git status'));
  expect(await judge('git status', { root: project.root })).toMatchObject({
    why: '.git/config sets core.fsmonitor, by which git may run a program',
    rules: ['bash(git status *)'],
  });
  expect(await judge('git status', { root: project.root, allow: ['bash(git status)'] })).toEqual({ kind: 'allowed' });
});

test('a line that first makes a repository of the folder is asked about', async () => {
  const { root } = gitProject({ 'src/a.ts': '' });
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const line = 'echo x > src/HEAD && cd src && git status';
  expect(await judge(line, { root, mode: 'edits' })).toMatchObject({ kind: 'asks' });
  expect(await judge('echo x > src/HEAD && git status', { root, mode: 'edits' })).toEqual({ kind: 'allowed' });
});

test('git that the environment points elsewhere is asked about', async () => {
  const { root } = gitProject({ 'a.ts': '' });
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  vi.stubEnv('GIT_DIR', '/elsewhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await judge('git status', { root })).toMatchObject({ kind: 'asks', why: expect.stringContaining('GIT_DIR') });
});

describe('what repositories usually have', () => {
  test.each<readonly [string, (project: GitProject) => void]>([
    [
      'a remote and a branch',
      ({ git }) => {
        git('config', 'remote.origin.url', 'git@example.com:a/b.git');
        git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
        git('config', 'branch.main.remote', 'origin');
        git('config', 'branch.main.merge', 'refs/heads/main');
        git('config', 'branch.main.vscode-merge-base', 'origin/main');
        git('config', 'user.email', 'me@example.com');
        git('config', 'pull.rebase', 'true');
        git('config', 'lfs.repositoryformatversion', '0');
      },
    ],
    [
      'hooks of a hook manager',
      ({ git, root, write }) => {
        git('config', 'core.hooksPath', '.husky/_');
        write('.husky/_/pre-commit', '#!/bin/sh\n');
        chmodSync(path.join(root, '.husky/_/pre-commit'), 0o755);
      },
    ],
    [
      "git's own watcher",
      ({ git }) => {
        git('config', 'core.fsmonitor', 'false');
        git('config', 'core.untrackedCache', 'true');
      },
    ],
    ['attributes without drivers', ({ write }) => write('.gitattributes', '*.txt diff=x filter=y\n')],
    [
      'a submodule',
      (project) => {
        nested(project, { folder: 'sub', run: 'false' });
        execFileSync('git', ['config', '--unset', 'core.fsmonitor'], { cwd: path.join(project.root, 'sub') });
        project.write('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = ../sub\n');
        project.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
        project.git('submodule', 'absorbgitdirs');
      },
    ],
  ])('%s: git status is free, in its folders too', async (_name, prepare) => {
    const project = gitProject({ 'src/a.txt': 'a\n' });
    onTestFinished(() => rmSync(project.root, { recursive: true, force: true }));
    prepare(project);
    const { root } = project;
    expect(await judge('git status && git diff', { root })).toEqual({ kind: 'allowed' });
    expect(await judge('cd src && git log -p', { root })).toEqual({ kind: 'allowed' });
    const sub = path.join(root, 'sub');
    if (existsSync(sub)) {
      expect(await judge('git status', { root: sub })).toEqual({ kind: 'allowed' });
      expect(await judge('cd sub && git status', { root })).toEqual({ kind: 'allowed' });
    }
  });

  test('a second working tree is judged by the settings of the first', async () => {
    const project = gitProject({ 'a.txt': 'a\n' });
    const tree = `${project.root}-tree`;
    onTestFinished(() => [project.root, tree].forEach((one) => rmSync(one, { recursive: true, force: true })));
    project.git('worktree', 'add', '-q', tree);
    expect(await judge('git status', { root: tree })).toEqual({ kind: 'allowed' });
    project.git('config', 'core.fsmonitor', './evil');
    expect(await judge('git status', { root: tree })).toMatchObject({ kind: 'asks' });
  });
});
