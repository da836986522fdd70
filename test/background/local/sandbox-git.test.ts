import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSandbox, type OpenedSandbox, sandboxWorks } from './open-sandbox.ts';

const { works, why } = await sandboxWorks();

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

interface Machine {
  readonly root: string;
  git(...args: readonly string[]): void;
  write(name: string, text: string): void;
}

interface Attack {
  readonly title: string;
  readonly before?: (machine: Machine) => void;
  /** `$EVIL` is the text of settings that run something, `$HOOK` a hook that does. */
  readonly command: string;
  /** What the user does afterwards, outside. */
  readonly after?: readonly string[];
  readonly readOnly?: readonly string[];
}

const STATUS = ['status'];
const COMMIT = ['commit', '-q', '--allow-empty', '-m', 'x'];
/** A repository that has the settings. */
const MAKE_EVIL = 'git init -q evil; echo "$EVIL" >> evil/.git/config';

const ATTACKS: readonly Attack[] = [
  { title: 'commondir', command: `${MAKE_EVIL}; echo ../evil/.git > .git/commondir` },
  {
    title: 'a commondir put in the place of one',
    command: `${MAKE_EVIL}; rm .git/commondir; echo ../evil/.git > .git/commondir`,
  },
  {
    title: 'settings, where .git is a link',
    before: ({ root }) => {
      renameSync(path.join(root, '.git'), path.join(root, 'store'));
      symlinkSync('store', path.join(root, '.git'));
    },
    command: 'echo "$EVIL" >> store/config; mv store old; cp -r old store; echo "$EVIL" >> store/config',
  },
  {
    title: 'settings, where .git is a file that names a folder of the project',
    before: ({ root, write }) => {
      mkdirSync(path.join(root, 'stores'));
      renameSync(path.join(root, '.git'), path.join(root, 'stores/git'));
      write('.git', 'gitdir: stores/git\n');
    },
    command: 'echo "$EVIL" >> stores/git/config; mv stores old; cp -r old stores; echo "$EVIL" >> stores/git/config',
  },
  {
    title: 'a hook, where hooksPath names a folder',
    before: ({ git, write }) => {
      write('.hooks/readme', '');
      git('config', 'core.hooksPath', '.hooks');
    },
    command: 'echo "$HOOK" > .hooks/pre-commit; chmod +x .hooks/pre-commit',
    after: COMMIT,
  },
  {
    title: 'a hook, where hooksPath names a folder that is not there',
    before: ({ git }) => git('config', 'core.hooksPath', 'ops/hooks'),
    command: 'mkdir -p ops/hooks; echo "$HOOK" > ops/hooks/pre-commit; chmod +x ops/hooks/pre-commit',
    after: COMMIT,
  },
  {
    title: 'settings that are included',
    before: ({ git, write }) => {
      write('team/git.inc', '[alias]\n\tst = status\n');
      git('config', 'include.path', '../team/git.inc');
    },
    command: 'echo "$EVIL" >> team/git.inc; mv team old; mkdir team; echo "$EVIL" > team/git.inc',
  },
  {
    title: 'settings that are included and not there',
    before: ({ git, write }) => {
      write('team/readme', '');
      git('config', 'include.path', '../team/git.inc');
    },
    command: 'echo "$EVIL" > team/git.inc',
  },
  {
    title: 'a script that settings name',
    before: ({ git, write }) => {
      write('tools/fsmonitor.sh', '#!/bin/sh\nexit 1\n');
      git('config', 'core.fsmonitor', 'sh tools/fsmonitor.sh');
    },
    command: 'echo "$HOOK" > tools/fsmonitor.sh',
  },
  {
    title: 'settings of one worktree',
    before: ({ git }) => git('config', 'extensions.worktreeConfig', 'true'),
    command: 'echo "$EVIL" > .git/config.worktree',
  },
  {
    title: 'settings of a submodule, or a folder above it',
    before: addSubmodule,
    command:
      'cd .git/modules; echo "$EVIL" >> libs/a/config; mv libs old; cp -r old libs; echo "$EVIL" >> libs/a/config',
    readOnly: ['libs/a/.git'],
  },
  {
    title: 'a commondir of a submodule',
    before: addSubmodule,
    command: `${MAKE_EVIL}; echo "$PWD/evil/.git" > .git/modules/libs/a/commondir`,
    readOnly: ['libs/a/.git'],
  },
  {
    title: 'the .git of a submodule',
    before: addSubmodule,
    command: `${MAKE_EVIL}; for f in libs/a/.git; do rm $f; echo "gitdir: $PWD/evil/.git" > $f; done; mv libs old; git init -q libs/a; echo "$EVIL" >> libs/a/.git/config`,
    readOnly: ['libs/a/.git'],
  },
  {
    title: 'settings of another repository in the project',
    before: ({ git, root }) => {
      git('init', '-q', 'tools/other');
      git('-C', 'tools/other', 'config', 'a.b', 'c');
      expect(existsSync(path.join(root, 'tools/other/.git'))).toBe(true);
    },
    command:
      'cd tools/other && echo "$EVIL" >> .git/config; echo "$HOOK" > .git/hooks/x; cd ..; mv other old; git init -q other; echo "$EVIL" >> other/.git/config',
    after: ['-C', 'tools/other', 'status'],
    readOnly: ['tools/other/.git'],
  },
  {
    title: 'another linked worktree',
    before: ({ git }) => {
      git(...COMMIT);
      git('worktree', 'add', '-q', '../linked', '-b', 'linked');
    },
    command: `${MAKE_EVIL}; echo "$PWD/evil/.git" > .git/worktrees/linked/commondir`,
    after: ['-C', '../linked', 'status'],
  },
];

function addSubmodule({ git, root }: Machine): void {
  git('init', '-q', '../library');
  git('-C', '../library', ...COMMIT);
  git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', path.join(root, '..', 'library'), 'libs/a');
  git(...COMMIT);
}

/** Whether git outside ran what the command left for it. */
async function runsOutside(
  { before, command, after = STATUS, readOnly = [] }: Attack,
  run: (script: string, machine: OpenedSandbox) => Promise<unknown>,
): Promise<boolean> {
  const machine = await openSandbox({
    readOnly: (root) => readOnly.map((name) => path.join(root, name)),
    environment: IDENTITY,
  });
  const { root, at, environment } = machine;
  before?.({
    root,
    git: (...args) => void execFileSync('git', args, { cwd: root, env: environment, stdio: 'pipe' }),
    write(name, text) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    },
  });
  const evil = `[core]\n\tfsmonitor = "touch ${at('ran')}; false"\n`;
  const hook = `#!/bin/sh\ntouch ${at('ran')}\n`;
  await run(`EVIL='${evil}'; HOOK='${hook}'; ${command}`, machine);
  spawnSync('git', after, { cwd: root, env: environment });
  return existsSync(at('ran'));
}

describe.skipIf(!works)(`of a repository, a command in the sandbox cannot change${why}`, () => {
  test.each(ATTACKS)('$title', async (attack) => {
    const free = async (script: string, { root, environment }: OpenedSandbox) =>
      spawnSync('sh', ['-c', script], { cwd: root, env: environment });
    expect(await runsOutside(attack, free), 'without a sandbox').toBe(true);
    expect(await runsOutside(attack, (script, { says }) => says(script))).toBe(false);
  });

  test('what lies outside, by a .git file or a link that a command has left', async () => {
    const { root, at, says } = await openSandbox({ readOnly: (folder) => [path.join(folder, 'sub/.git')] });
    mkdirSync(path.join(root, 'sub'));
    mkdirSync(path.join(root, 'fake'));
    writeFileSync(at('other/commondir'), path.join(root, 'fake'));
    writeFileSync(path.join(root, 'sub/.git'), `gitdir: ${at('other')}\n`);
    symlinkSync(at('other'), path.join(root, 'team'));
    execFileSync('git', ['config', 'include.path', '../team/new.inc'], { cwd: root });
    execFileSync('git', ['config', 'core.hooksPath', 'team/hooks'], { cwd: root });
    await says('echo evil > ../../other/file; echo evil > ../../other/new');
    expect(readFileSync(at('other/file'), 'utf8')).toBe('old');
    expect(readdirSync(at('other')).sort()).toEqual(['commondir', 'file']);
  });

  test('the scripts that the program names', async () => {
    const { root, says } = await openSandbox({ readOnly: (folder) => [path.join(folder, 'ops/check.sh')] });
    mkdirSync(path.join(root, 'ops'));
    writeFileSync(path.join(root, 'ops/check.sh'), 'true\n');
    await says('echo evil > ops/check.sh; rm -f ops/check.sh; mv ops old; mkdir ops; echo evil > ops/check.sh');
    expect(readFileSync(path.join(root, 'ops/check.sh'), 'utf8')).toBe('true\n');
  });
});

describe.skipIf(!works)(`git works in the sandbox as outside${why}`, () => {
  test('with commits, branches, stashes, worktrees and submodules', async () => {
    const machine = await openSandbox({ environment: IDENTITY });
    const { root, says } = machine;
    const git = (...args: readonly string[]) =>
      void execFileSync('git', args, { cwd: root, env: machine.environment, stdio: 'pipe' });
    addSubmodule({ root, git, write: () => {} });
    const said = await says(
      'set -e; echo a > f; git add f; git commit -qm one; git switch -qc b; echo b >> f; git stash -q; git stash pop -q; ' +
        'git commit -qam two; git rebase -q HEAD~1; git gc -q; git -C libs/a commit -q --allow-empty -m deep; ' +
        'git worktree add -q sub/tree -b c; git -C sub/tree status --short; git worktree remove sub/tree; ' +
        'git status --short; git log -1 --format=%s',
    );
    expect(said).toBe(' M libs/a\ntwo\n');
    expect(execFileSync('git', ['log', '-1', '--format=%s'], { cwd: root, env: machine.environment }).toString()).toBe(
      'two\n',
    );
  });
});
