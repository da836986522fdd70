import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Guards } from '../../../src/agent/permissions/file-rules.ts';
import { appeared, guardedPathsIn } from '../../../src/agent/permissions/guarded-paths.ts';
import { hooksPaths } from '../../../src/agent/permissions/hooks-folder.ts';
import { verdictOn } from '../../../src/agent/permissions/policy.ts';
import { parseRule } from '../../../src/agent/permissions/rules.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';
import type { PermissionMode } from '../../../src/agent/events.ts';

const parent = temporaryFolder();
const root = path.join(parent, 'shop');
const question = { title: '', body: [], context: '' };
for (const folder of ['.git', 'env', 'bare/objects', 'bare/refs', 'half/objects', 'tools/hooks', 'src']) {
  mkdirSync(path.join(root, folder), { recursive: true });
}
writeFileSync(path.join(root, '.git/config'), '[user]\n\tname = x\n[Core] # mine\n\thooksPath = "tools/hooks"\n');
writeFileSync(path.join(root, 'env/pyvenv.cfg'), '');
writeFileSync(path.join(root, 'bare/HEAD'), 'ref: refs/heads/main\n');
afterAll(() => rmSync(parent, { recursive: true, force: true }));

interface Given {
  readonly allow?: readonly string[];
  readonly mode?: PermissionMode;
  readonly guards?: Guards;
  readonly root?: string;
}

function edited(file: string, given: Given = {}) {
  return verdict({ kind: 'edit', file: path.resolve(given.root ?? root, file), question }, given);
}

function verdict(
  asked: Parameters<typeof verdictOn>[0],
  { allow = [], mode = 'edits', guards = {}, root: project = root }: Given,
) {
  const rules = allow.map((text) => {
    const parsed = parseRule(text);
    if (parsed.kind === 'wrong') throw new Error(parsed.sentence);
    return parsed.rule;
  });
  return verdictOn(asked, {
    root: project,
    mode,
    rules: { allow: rules, ask: [], deny: [] },
    sandboxed: false,
    guards,
  });
}

/** By who runs or obeys them: files that are asked about in mode `edits`. */
const ASKED = {
  'git and hook managers':
    '.git .git/hooks/pre-commit .git/config .GIT/config sub/.git/config sub/.git .husky/pre-commit .gitmodules .gitconfig ' +
    'foo.git/hooks/post-checkout foo.git/config .repo/projects/x.git/hooks/post-checkout lefthook.yml lefthook-local.yml ' +
    'LEFTHOOK.YML .lefthook/pre-commit/x.sh .pre-commit-config.yaml .githooks/pre-commit .git-hooks/pre-commit ' +
    'lint-staged.config.js .lintstagedrc.js commitlint.config.js .overcommit.yml .simple-git-hooks.json .hg/hgrc ' +
    '.jj/repo/config.toml .svn/hooks/x sub/commondir',
  agents:
    '.meanwhile/settings.json .vscode/mcp.json .claude/settings.json .claude/settings.local.json .claude/commands/x.md ' +
    '.mcp.json .cursor/mcp.json .cursor/rules/x .codex/config.toml .gemini/settings.json .aider.conf.yml ' +
    '.continue/config.yaml .windsurf/x .opencode/opencode.json opencode.json .roo/mcp.json .zed/settings.json ' +
    '.zed/tasks.json .kiro/settings/mcp.json .amazonq/mcp.json',
  editors:
    '.vscode .vscode/tasks.json .vscode/settings.json .idea/workspace.xml .devcontainer/devcontainer.json x.code-workspace ' +
    '.devcontainer.json .vimrc .exrc .nvimrc .nvim.lua .lvimrc .dir-locals.el .dir-locals-2.el .sublime-project ' +
    'x.sublime-project .helix/languages.toml .ycm_extra_conf.py .fleet/run.json .vs/x .theia/tasks.json .lldbinit .gdbinit',
  'shells and environments':
    '.envrc src/.envrc .bashrc .bash_profile .profile .zshrc .zshenv .zprofile .tmux.conf .tool-versions mise.toml ' +
    '.mise.toml .mise/config.toml .config/mise.toml .mise/tasks/x .rtx.toml .autoenv.zsh .autoenv .in .loadenv .direnvrc ' +
    '.ssh/config .ssh/authorized_keys .inputrc .screenrc .config/systemd/user/x.service .Rprofile',
  'package managers':
    '.npmrc src/.npmrc .yarnrc .yarnrc.yml .yarn/releases/yarn-4.0.0.cjs .yarn/plugins/x.cjs .pnp.cjs .pnpmfile.cjs ' +
    'node_modules/.bin/tsc node_modules/vitest/index.js packages/a/node_modules/b/index.js .cargo/config.toml .cargo/config ' +
    'rust-toolchain.toml .venv/bin/activate .venv/bin/python venv/lib/python3/site-packages/x.pth ' +
    '.venv/lib/python3.11/site-packages/sitecustomize.py .bundle/config .gemrc .irbrc .mvn/extensions.xml .mvn/jvm.config ' +
    '.mvn/wrapper/maven-wrapper.properties gradle/wrapper/gradle-wrapper.jar .nuget/NuGet.Config nuget.config tools/bazel',
  'tests and linters': 'conftest.py tests/conftest.py sitecustomize.py usercustomize.py',
  CI:
    '.github/workflows/ci.yml .github/actions/x/action.yml .gitlab-ci.yml .circleci/config.yml Jenkinsfile ' +
    'azure-pipelines.yml .travis.yml .buildkite/pipeline.yml .woodpecker.yml .drone.yml',
  'what lies beside them':
    'env/bin/activate env/lib/x.py bare/config bare/hooks/post-checkout bare/refs/heads/main tools/hooks/pre-commit',
};

/** Everyday files: with the word that a question about them says where they run with the project. */
const FREE = {
  none:
    '.gitattributes .gitignore .pre-commit-hooks.yaml HEAD config hooks/post-checkout half/HEAD half/config AGENTS.md CLAUDE.md ' +
    '.github/copilot-instructions.md .github/ISSUE_TEMPLATE.md .projectile .editorconfig .clangd .env .nvmrc .node-version ' +
    '.python-version .ruby-version .dockerignore .ci/run renovate.json dependabot.yml tree-sitter.json biome.json ' +
    'tools/x.sh src/a.ts env.ts .terraformrc',
  build:
    'package.json sub/package.json pnpm-workspace.yaml bunfig.toml deno.json binding.gyp build.rs Cargo.toml pyproject.toml ' +
    'setup.py setup.cfg tox.ini noxfile.py Pipfile poetry.toml uv.toml pip.conf requirements.txt Gemfile Rakefile ' +
    'composer.json go.mod go.work mvnw gradlew build.gradle settings.gradle gradle.properties init.gradle build.sbt ' +
    'project/plugins.sbt mix.exs stack.yaml cabal.project Directory.Build.props global.json devbox.json flake.nix shell.nix ' +
    'default.nix Makefile GNUmakefile makefile justfile .justfile Taskfile.yml CMakeLists.txt CMakePresets.json meson.build ' +
    'BUILD .bazelrc WORKSPACE Dockerfile docker-compose.yml compose.yaml Vagrantfile Procfile terraform.tf ansible.cfg ' +
    'skaffold.yaml Tiltfile turbo.json nx.json lerna.json babel.config.js .babelrc.js postcss.config.js tailwind.config.js ' +
    'vite.config.ts webpack.config.js rollup.config.js next.config.js svelte.config.js tsconfig.json .swcrc metro.config.js',
  tests:
    'pytest.ini .rspec vitest.config.ts vitest.setup.ts jest.config.js karma.conf.js playwright.config.ts cypress.config.ts ' +
    '.mocharc.js nyc.config.js phpunit.xml',
  linters:
    '.pylintrc .flake8 mypy.ini ruff.toml eslint.config.js .eslintrc.js .eslintrc.json prettier.config.js .prettierrc.js ' +
    '.prettierrc stylelint.config.js .rubocop.yml .golangci.yml',
  deployment: 'fly.toml vercel.json netlify.toml serverless.yml',
};

describe('in mode edits a file that others run by themselves is asked about, even where all edits are allowed', () => {
  const cases = Object.entries(ASKED).flatMap(([who, files]) => files.split(' ').map((file) => [who, file] as const));
  test.each(cases)('%s: %s', async (_, file) => {
    const asked = await edited(file, { allow: ['edit', 'edit(**)', 'edit(*/**)', 'edit(.*/**)'] });
    expect(asked).toMatchObject({ kind: 'asks', rules: [`edit(${file})`] });
    expect(asked.kind === 'asks' && asked.why).toMatch(/^\S.* .*[^.]$/);
    expect(await edited(file, { mode: 'ask', allow: [`edit(${file})`] })).toEqual({ kind: 'allowed' });
  });
});

describe('everyday files are free in mode edits; a question about them says who runs them', () => {
  const cases = Object.entries(FREE).flatMap(([who, files]) => files.split(' ').map((file) => [who, file] as const));
  test.each(cases)('%s: %s', async (who, file) => {
    expect(await edited(file)).toEqual({ kind: 'allowed' });
    const words = { none: null, build: 'the build runs', tests: 'the tests run', linters: 'linters run' }[who];
    const why = words === null ? null : `${words ?? 'the next deployment runs'} what ${file} says`;
    expect(await edited(file, { mode: 'ask' })).toMatchObject({ kind: 'asks', why });
  });
});

test.each([
  ['.githooks/pre-commit', 'git hooks run what .githooks/pre-commit says'],
  ['.github/workflows/ci.yml', 'the CI server runs what .github/workflows/ci.yml says'],
  ['tools/hooks/pre-commit', 'git runs what tools/hooks/pre-commit says (core.hooksPath)'],
  ['$&.pth', 'Python runs $&.pth by itself'],
])('the question about %s says: %s', async (file, why) => {
  expect(await edited(file)).toMatchObject({ kind: 'asks', why });
});

test.each([
  ['edit(.github/**)', '.github/workflows/ci.yml', 'asks'],
  ['edit(.github/workflows/**)', '.github/workflows/ci.yml', 'allowed'],
  ['edit(**/conftest.py)', 'tests/conftest.py', 'allowed'],
  ['edit(tests/**)', 'tests/conftest.py', 'asks'],
  ['edit(env/**)', 'env/bin/activate', 'allowed'],
  ['edit(tools/hooks/**)', 'tools/hooks/pre-commit', 'allowed'],
  ['edit(tools/**)', 'tools/hooks/pre-commit', 'asks'],
  ['edit(node_modules/**)', 'node_modules/a/.git/config', 'asks'],
])('%s and a change of %s: %s, for a rule has to name what is guarded', async (rule, file, kind) => {
  expect(await edited(file, { mode: 'ask', allow: [rule] })).toMatchObject({ kind });
});

test('the last part that makes a folder a repository for git is asked about', async () => {
  expect(await edited('half/refs/x')).toEqual({ kind: 'allowed' });
  writeFileSync(path.join(root, 'half/HEAD'), '');
  expect(await edited('half/refs/x')).toMatchObject({ kind: 'asks' });
  rmSync(path.join(root, 'half/HEAD'));
});

test.each([
  ['[core]\n  hookspath = a b # c', ['a b']],
  ['[core] hooksPath = x', ['x']],
  ['[core "x"]\nhooksPath = x', []],
  ['[corehooks]\nhooksPath = x\n[CORE]\n;hooksPath = y\nHOOKSPATH="z \\"q\\""', ['z "q"']],
])('core.hooksPath of %j is %j', (text, paths) => {
  expect(hooksPaths(text)).toEqual(paths);
});

test('a sandbox is told what exists of all that, only topmost folders, without what installers write', async () => {
  const project = path.join(parent, 'walked');
  const files =
    '.git/config .vscode/a/b.json a/b/.envrc .github/workflows/ci.yml .github/x.md node_modules/a/.npmrc a/b/c.ts ' +
    '.yarn/releases/y.cjs .yarn/cache/z bare/HEAD bare/objects/x bare/refs/x bare/config bare/hooks/h env/pyvenv.cfg';
  for (const file of files.split(' ')) {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), '');
  }
  symlinkSync('/', path.join(project, 'out'));
  const found = await guardedPathsIn([project]);
  expect([...found.entries.keys()].map((file) => path.relative(project, file)).sort()).toEqual(
    '.git .github/workflows .vscode .yarn/releases a/b/.envrc bare/config bare/hooks env/pyvenv.cfg'.split(' '),
  );
  writeFileSync(path.join(project, 'a/.npmrc'), '');
  writeFileSync(path.join(project, '.vscode/new.json'), '');
  expect(appeared(found, await guardedPathsIn([project]), [project])).toEqual([path.join(project, 'a/.npmrc')]);
});

describe('what is run by the settings', () => {
  const guards = { scripts: [{ file: path.join(root, 'scripts/check.sh'), by: 'the hook before_tool' }] };

  test('is asked about, and the question says by what it is run', async () => {
    const why = 'scripts/check.sh is run by the hook before_tool';
    expect(await edited('scripts/check.sh', { guards, allow: ['edit(scripts/**)'] })).toMatchObject({
      kind: 'asks',
      why,
    });
    expect(await edited('scripts/other.sh', { guards })).toEqual({ kind: 'allowed' });
    expect(await edited('scripts/check.sh', { guards, allow: ['edit(scripts/check.sh)'] })).toEqual({
      kind: 'allowed',
    });
    const line = { kind: 'command', line: 'echo x > scripts/check.sh', cwd: root, question } as const;
    expect(await verdict(line, { guards, allow: ['bash(echo *)'] })).toMatchObject({ kind: 'asks', why });
  });
});

describe("the program's own folders", () => {
  const own = [path.join(root, 'state'), path.join(parent, 'config/meanwhile')];

  test.each(['state/trusted-settings.json', path.join(parent, 'config/meanwhile/settings.json')])(
    'are asked about in every mode, each time anew: %s',
    async (file) => {
      for (const mode of ['ask', 'edits', 'all'] as const) {
        const asks = { kind: 'asks', rules: [], isOnce: true, why: expect.stringContaining("meanwhile's own") };
        expect(await edited(file, { mode, guards: { own }, allow: ['edit(**)', `edit(${parent}/**)`] })).toMatchObject(
          asks,
        );
        const line = { kind: 'command', line: `echo x > ${file}`, cwd: root, question } as const;
        expect(await verdict(line, { mode, guards: { own }, allow: ['bash', 'edit(**)'] })).toMatchObject(asks);
      }
      expect(await edited(file, { mode: 'plan', guards: { own } })).toEqual({ kind: 'planning' });
      expect(await edited(file, { mode: 'all', guards: { own }, allow: [`edit(${file})`] })).toEqual({
        kind: 'allowed',
      });
    },
  );

  test('all else is as free in mode all as before', async () => {
    expect(await edited('/etc/x', { mode: 'all', guards: { own } })).toEqual({ kind: 'allowed' });
    const long = `cat > f <<'E'\n${'x\n'.repeat(100_000)}E`;
    for (const line of ['for f in *; do cat $f > $f.x; done', long]) {
      const asked = { kind: 'command', line, cwd: root, question } as const;
      expect(await verdict(asked, { mode: 'all', guards: { own } })).toEqual({ kind: 'allowed' });
    }
  });
});

describe('the home folder as project', () => {
  const home = path.join(parent, 'home');
  const read = (file: string, given: Given) =>
    verdict({ kind: 'read', file: path.resolve(home, file), question }, { root: home, guards: { home }, ...given });
  const change = (file: string, given: Given = {}) => edited(file, { root: home, guards: { home }, ...given });
  const run = (line: string, given: Given = {}) =>
    verdict({ kind: 'command', line, cwd: home, question }, { root: home, guards: { home }, ...given });
  mkdirSync(path.join(home, '.git'), { recursive: true });

  test.each('.ssh/id_rsa .aws/credentials .bashrc .config/x/y .local/state/z .netrc'.split(' '))(
    '%s is read and changed as if it were outside',
    async (file) => {
      for (const mode of ['ask', 'edits'] as const) {
        const personal = { kind: 'asks', why: expect.stringContaining('personal') };
        expect(await read(file, { mode, allow: ['read', 'read(**)'] })).toMatchObject(personal);
        expect(await change(file, { mode, allow: ['edit', 'edit(**)'] })).toMatchObject({ kind: 'asks' });
        expect(await run(`cat ${file}`, { mode })).toMatchObject({ kind: 'asks', rules: [`read(${file})`] });
      }
      expect(await run(`cat ${file}`, { mode: 'plan' })).toEqual({ kind: 'planning' });
      expect(await read(file, { mode: 'ask', allow: [`read(${file})`] })).toEqual({ kind: 'allowed' });
      expect(await read(file, { mode: 'ask', allow: ['read(~/**)', `read(${home}/**)`] })).toEqual({ kind: 'allowed' });
    },
  );

  test('what is not personal is of the project, and searching all of it asks', async () => {
    expect(await read('notes/a.md', { mode: 'ask' })).toEqual({ kind: 'allowed' });
    expect(await change('notes/a.md')).toEqual({ kind: 'allowed' });
    expect(await run('ls')).toEqual({ kind: 'allowed' });
    expect(await run('grep -r key .')).toMatchObject({ kind: 'asks', rules: ['bash(=grep -r key .)'] });
    expect(await run('cat notes/a.md')).toEqual({ kind: 'allowed' });
  });

  test.each([
    ['/', '/etc/shadow', 'asks'],
    ['/', path.join(home, '.ssh/id_rsa'), 'asks'],
    ['/', path.join(home, 'notes/a.md'), 'allowed'],
    [parent, path.join(parent, 'other-user/x'), 'asks'],
  ])('with the project %s, reading %s: %s', async (project, file, kind) => {
    expect(await read(file, { mode: 'ask', root: project })).toMatchObject({ kind });
  });

  test('a project in the home folder knows nothing of this', async () => {
    const given = { root: path.join(home, 'shop'), mode: 'ask' } as const;
    expect(await read('shop/.env', given)).toEqual({ kind: 'allowed' });
    expect(await read('.bashrc', given)).toMatchObject({
      kind: 'asks',
      why: expect.stringContaining('outside the project'),
    });
  });
});
