import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PermissionMode } from '../../../src/agent/events.ts';
import { verdictOn } from '../../../src/agent/permissions/policy.ts';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';

const parent = temporaryFolder();
const root = path.join(parent, 'shop');
mkdirSync(path.join(root, 'src'), { recursive: true });
execFileSync('git', ['init', '-q', root]);
mkdirSync(path.join(root, 'bare'));
mkdirSync(path.join(parent, 'elsewhere'));
writeFileSync(path.join(root, 'bare', 'HEAD'), 'ref: refs/heads/main\n');
writeFileSync(path.join(root, 'src', 'a.ts'), '');
writeFileSync(path.join(root, '.env'), '');
writeFileSync(path.join(parent, 'elsewhere', 'key'), '');
symlinkSync(path.join(parent, 'elsewhere'), path.join(root, 'way-out'));
symlinkSync('/nowhere/at/all', path.join(root, 'to-nothing'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function ruleOf(text: string): Rule {
  const parsed = parseRule(text);
  if (parsed.kind === 'wrong') throw new Error(parsed.sentence);
  return parsed.rule;
}

interface Given {
  readonly allow?: readonly string[];
  readonly ask?: readonly string[];
  readonly deny?: readonly string[];
  readonly mode?: PermissionMode;
}

async function verdict(line: string, { allow = [], ask = [], deny = [], mode = 'ask' }: Given = {}) {
  const question = { title: '', body: [], context: '' };
  const rules = { allow: allow.map(ruleOf), ask: ask.map(ruleOf), deny: deny.map(ruleOf) };
  return verdictOn({ kind: 'command', line, cwd: root, question }, { root, mode, rules, sandboxed: false });
}

describe('reading needs no word', () => {
  test.each([
    'ls -la src',
    'ls',
    'cat src/a.ts',
    'cat -- "src/a.ts"',
    'head -n 20 src/a.ts | wc -l',
    'grep -rn "foo; rm -rf /" src && echo found || echo none',
    'cd src && ls && cat a.ts',
    '(cd src; ls)',
    'find src -name "*.ts" -type f',
    "sed -n '10,20p' src/a.ts",
    'cat src/a.ts | sed -n 1p',
    'diff src/a.ts src/b.ts',
    'git status --short',
    'git --no-pager log --oneline -n 5',
    'git diff HEAD~3 -- src',
    'ls 2>/dev/null 2>&1',
    'rg -n pattern',
    'node --version',
    '# nothing but a word\nls',
  ])('%s', async (line) => {
    expect(await verdict(line)).toEqual({ kind: 'allowed' });
    expect(await verdict(line, { mode: 'plan' })).toEqual({ kind: 'allowed' });
  });
});

/** None of these may run without a word, not even where every simple command is allowed. */
const HOSTILE = [
  'sudo npm test',
  '/usr/bin/sudo npm test',
  'env X=1 npm test',
  'ls | xargs rm',
  'find . -name x -exec rm {} +',
  'find . -delete',
  'sh -c "rm x"',
  "bash -c 'rm x'",
  'eval rm x',
  '. ./evil.sh',
  'source evil.sh',
  'npm test $(rm x)',
  'npm test `rm x`',
  'npm test "$(rm x)"',
  'npm test "${X:-$(rm x)}"',
  'npm test $((a[$(rm x)]))',
  'npm test <(rm x)',
  'npm test >(rm x)',
  'npm test $X',
  '$X test',
  '"$X" test',
  'n* test',
  '~/bin/npm test',
  '{npm,rm} x',
  'npm test {a,b}',
  'npm test & rm x',
  'npm test &',
  'npm test <<EOF\n$(rm x)\nEOF',
  'npm test <<< "$(rm x)"',
  'npm() { rm x; }; npm test',
  'function npm { rm x; }; npm test',
  'alias npm=rm; npm test',
  'PATH=/tmp/evil npm test',
  'LD_PRELOAD=./evil.so npm test',
  'X=1',
  'export PATH=/tmp/evil; npm test',
  'hash -p /tmp/evil npm; npm test',
  'trap "rm x" EXIT; npm test',
  'command rm x',
  'exec rm x',
  'if true; then npm test; fi',
  'for f in *; do npm test; done',
  'while true; do npm test; done',
  '[[ -n $(rm x) ]]',
  "[ -v 'a[$(rm x)]' ]",
  '(( a[$(rm x)] ))',
  'coproc npm test',
  'timeout 5 rm x',
  'nohup npm test',
  'npm test > /etc/passwd',
  'npm test > ../x',
  'npm test > ~/.bashrc',
  'npm test >> way-out/key',
  'npm test > to-nothing',
  'npm test > src/../../x',
  'npm test > .git/hooks/pre-commit',
  'npm test > $OUT',
  'npm test > *',
  'npm test {fd}> x',
  'npm test < /etc/passwd',
  'cat < way-out/key',
  'cd .. && npm test > x',
  'cd way-out && npm test > x',
  'cd way-out/.. && npm test',
  'cd && npm test',
  'cd - && npm test',
  'npm test\u00a0; rm x',
  'npm test \u2028 rm x',
  'npm te\u200bst',
  'npm test\r\nrm x',
  'nрm test',
  'npm test "unfinished',
  "npm test $'\\x3b rm x'",
  'printf -v PATH /tmp/evil; npm test',
  'make=~/x npm test',
  'npx evil',
  'jobs -x rm x',
  'compgen -C rm',
  '/lib64/ld-linux-x86-64.so.2 ./evil',
  'tmux new-session -d "rm x"',
  'sed 1e src/a.ts',
  "sed -n '1e rm x' src/a.ts",
  "sed -n '1w /etc/x' src/a.ts",
  'make -f evil',
  'less +!rm src/a.ts',
] as const;

describe('what cannot be judged rides along on no rule', () => {
  test.each(HOSTILE)('%j', async (line) => {
    const allow = ['bash', 'bash(npm *)', 'bash(* *)', 'edit(**)', 'read(src/**)'];
    expect(await verdict(line, { allow })).toMatchObject({ kind: 'asks' });
    expect(await verdict(line, { allow, mode: 'edits' })).toMatchObject({ kind: 'asks' });
    expect(await verdict(line, { mode: 'plan' })).toEqual({ kind: 'planning' });
  });
});

/** Words that make the command run another one, or reach out of the project, behind a rule that ends in `*`. */
const TELLING = [
  ['bash(git *)', 'git -c core.pager=evil log'],
  ['bash(git *)', 'git -C .. status'],
  ['bash(git *)', 'git --exec-path=. status'],
  ['bash(git *)', "git config alias.x '!rm x'"],
  ['bash(git *)', "git submodule foreach 'rm x'"],
  ['bash(git submodule *)', "git submodule foreach 'rm x'"],
  ['bash(git bisect *)', 'git bisect run ./evil'],
  ['bash(git fetch *)', 'git fetch --upload-pack=evil origin'],
  ['bash(git fetch *)', 'git fetch --upl evil origin'],
  ['bash(git push *)', 'git push --receive-pack evil'],
  ['bash(git clone *)', 'git clone -c core.fsmonitor=evil x'],
  ['bash(git clone *)', "git clone 'ext::sh -c evil' x"],
  ['bash(git rebase *)', "git rebase -x 'rm x' HEAD~2"],
  ['bash(git log *)', 'git log --output=/etc/x'],
  ['bash(git diff *)', 'git diff --no-index /etc/passwd x'],
  ['bash(git grep *)', 'git grep -Oevil x'],
  ['bash(tar *)', 'tar xf x --checkpoint=1 --checkpoint-action=exec=evil'],
  ['bash(tar xf *)', 'tar xf x --to-command evil'],
  ['bash(tar *)', 'tar -xIevil -f x'],
  ['bash(rg *)', 'rg --pre evil x'],
  ['bash(rg *)', 'rg --hostname-bin=evil x'],
  ['bash(sort *)', 'sort --compress-program=evil x'],
  ['bash(npm test *)', 'npm test --script-shell=./evil'],
  ['bash(npm test *)', 'npm test --node-options --require=./evil.js'],
  ['bash(npm *)', 'npm exec evil'],
  ['bash(npm *)', 'npm -C .. test'],
  ['bash(go test *)', 'go test -exec evil'],
  ['bash(go build *)', 'go build -toolexec=evil'],
  ['bash(cargo build *)', 'cargo build --config \'build.rustc-wrapper="evil"\''],
  ['bash(gcc *)', 'gcc -wrapper evil a.c'],
  ['bash(pip install *)', 'pip install --python evil x'],
] as const;

describe('no star of a rule stands for a word that runs something else', () => {
  test.each(TELLING)('%s does not allow %s', async (rule, line) => {
    const asked = await verdict(line, { allow: ['bash', rule] });
    expect(asked).toMatchObject({ kind: 'asks' });
    const rules = asked.kind === 'asks' ? asked.rules : [];
    expect(rules).toHaveLength(1);
    expect(await verdict(line, { allow: rules })).toEqual({ kind: 'allowed' });
  });

  test.each([
    ['bash(git commit *)', "git commit -c HEAD -m 'no --exec'"],
    ['bash(npm test *)', 'npm test -- --run x --coverage'],
    ['bash(git config user.name *)', 'git config user.name me'],
    ['bash(git *)', 'git --no-pager log'],
    ['bash(rg --pre *)', 'rg --pre evil x'],
    ['bash(tar *)', 'tar czf out.tgz src'],
  ])('%s allows %s', async (rule, line) => {
    expect(await verdict(line, { allow: [rule] })).toEqual({ kind: 'allowed' });
  });
});

describe('what looks like reading and is more, asks', () => {
  test.each([
    'cat /etc/passwd',
    'cat ~/.ssh/id_rsa',
    'cat way-out/key',
    'cat src/../../elsewhere/key',
    'cat *',
    'ls ..',
    'cd .. && ls',
    'git -c core.pager=evil log',
    'git -C .. log',
    'git log --output=x',
    'git diff --ext-diff',
    'git diff --no-index /etc/passwd x',
    'git diff /etc/passwd x',
    'git branch new',
    'git config core.pager evil',
    'cd bare && git status',
    './ls',
    'rg --pre evil x',
    'sort -o x y',
    'sort --output=x y',
    'uniq a b',
    'date -s now',
    'tree -o x',
    'ls -LR',
    'diff src src',
    'sed -i s/a/b/ src/a.ts',
    'sed -n 1p /etc/passwd',
    'grep -f /etc/passwd x',
    'find . -fprint x',
    'find / -name x',
    'file -C -m x',
    'echo x > y',
    'tee x',
  ])('%s', async (line) => {
    expect(await verdict(line)).toMatchObject({ kind: 'asks' });
    expect(await verdict(line, { mode: 'plan' })).toEqual({ kind: 'planning' });
  });
});

describe('rules', () => {
  test.each([
    { allow: 'bash(npm test *)', line: 'npm test', ok: true },
    { allow: 'bash(npm test *)', line: 'npm test -- --run a', ok: true },
    { allow: 'bash(npm test *)', line: 'npm testify', ok: false },
    { allow: 'bash(npm test *)', line: '"npm test" x', ok: false },
    { allow: 'bash(npm test *)', line: 'npm test && npm publish', ok: false },
    { allow: 'bash(npm test *)', line: 'npm test | tail -5', ok: true },
    { allow: 'bash(npm test)', line: 'npm test x', ok: false },
    { allow: 'bash(git commit -m *)', line: "git commit -m 'a; b'", ok: true },
    { allow: 'bash(git commit *)', line: 'git -c x=y commit', ok: false },
    { allow: 'bash(npm run test:*)', line: 'npm run test:unit', ok: true },
    { allow: 'bash(npm run test:*)', line: 'npm run test:unit evil', ok: false },
    { allow: 'bash(echo "*")', line: "echo '*' > /dev/full", ok: false },
    { allow: 'bash(touch "*")', line: "touch '*'", ok: true },
    { allow: 'bash(touch "*")', line: 'touch x', ok: false },
    { allow: 'bash(touch x)', line: 'touch ?', ok: false },
    { allow: 'bash(sudo apt-get update)', line: 'sudo apt-get update', ok: true },
    { allow: 'bash(=for f in *; do echo $f; done)', line: 'for f in *; do echo $f; done', ok: true },
    { allow: 'bash(=for f in *; do echo $f; done)', line: 'for f in *; do echo $f; done; rm x', ok: false },
    { allow: 'read(~/notes/**)', line: 'cat ~/notes/a', ok: true },
    { allow: 'read(~/notes/**)', line: 'cat ~/notes/../.ssh/id', ok: false },
    { allow: 'edit(src/**)', line: 'echo x > src/b.ts', ok: true },
    { allow: 'edit(src/**)', line: 'echo x > b.ts', ok: false },
    { allow: 'edit(.git/**)', line: 'echo x > .git/x', ok: true },
  ])('$allow: $line is allowed: $ok', async ({ allow, line, ok }) => {
    expect(await verdict(line, { allow: [allow] })).toMatchObject({ kind: ok ? 'allowed' : 'asks' });
  });

  test.each([
    'rm -rf x',
    '/bin/rm -rf x',
    "r'm' -rf x",
    'ls; rm -rf x',
    'ls $(rm -rf x)',
    'sudo rm -rf x',
    'env A=1 nice rm -rf x',
    'find . | xargs rm -rf',
    'sh -c "cd /; rm -rf x"',
    'sh -c "sh -c \'rm -rf x\'"',
    'eval "rm -rf x"',
    'if true; then rm -rf x; fi',
    'f() { rm -rf x; }; f',
    'cat <<E\n$(rm -rf x)\nE',
    'rm -rf x &',
    'rm -rf "$X"',
  ])('what forbids rm -rf finds it in %j, also where all is allowed', async (line) => {
    const deny = ['bash(rm -rf *)'];
    expect(await verdict(line, { deny, mode: 'all' })).toEqual({ kind: 'denied', rule: deny[0] });
    expect(await verdict(line, { deny, allow: ['bash(rm *)', `bash(=${line})`] })).toMatchObject({ kind: 'denied' });
  });

  test.each(['git -C . push', 'git -c a=b --no-pager push -f', 'env git --git-dir x push'])(
    '%s is a git push',
    async (line) => {
      expect(await verdict(line, { deny: ['bash(git push *)'], mode: 'all' })).toMatchObject({ kind: 'denied' });
    },
  );

  test('what may not be read is neither shown nor changed, and asked about before it is searched', async () => {
    const deny = ['read(.env)', 'read(~/.ssh/**)'];
    for (const line of ['cat .env', 'cat src/a.ts .env', 'echo x > .env', `cat ${homedir()}/.ssh/id`]) {
      expect(await verdict(line, { deny, mode: 'edits' })).toMatchObject({ kind: 'denied' });
    }
    for (const line of ['cp .env x', 'ln -s ./.env x', 'sh -c "source .env"', 'tool --file=.env']) {
      expect(await verdict(line, { deny: ['read(.env)'], mode: 'all' })).toMatchObject({ kind: 'denied' });
    }
    expect(await verdict('grep -r KEY .', { deny, allow: ['bash(grep *)'] })).toMatchObject({ kind: 'asks' });
    expect(await verdict('cat src/a.ts', { deny })).toEqual({ kind: 'allowed' });
  });

  test.each([
    ['npm install --save-dev vitest', ['bash(npm install *)']],
    ['npm ci && npm run build', ['bash(npm ci *)', 'bash(npm run build *)']],
    ["python3 -c 'print(1)'", ["bash(python3 -c 'print(1)')"]],
    ['npm exec evil', ['bash(npm exec evil)']],
    ['git config a b', ['bash(git config a b)']],
    ['sudo npm test', ['bash(sudo npm test)']],
    ['gh pr view 3', ['bash(gh pr view *)']],
    ['git fetch --upload-pack=x y', ['bash(git fetch --upload-pack=x y)']],
    ['for f in *; do rm $f; done', ['bash(=for f in *; do rm $f; done)']],
    ['echo x > src/deep/new.ts', ['edit(src/deep/**)']],
    ['a; b; c; d', ['bash(=a; b; c; d)']],
    ['ls\nrm x $Y', []],
  ])('%j is offered %j, which then allows it', async (line, rules) => {
    expect(await verdict(line)).toMatchObject({ kind: 'asks', rules });
    if (rules.length > 0) expect(await verdict(line, { allow: rules })).toEqual({ kind: 'allowed' });
  });

  test.each([
    ['Bash(npm test)', 'bash'],
    ['edit_file(src/**)', 'edit'],
    ['read_file', 'read'],
    ['WebFetch(https://a.b/*)', 'web_fetch'],
  ])('%s is no rule, and says that it is written %s', (text, name) => {
    expect(parseRule(text)).toMatchObject({
      kind: 'wrong',
      sentence: expect.stringMatching(new RegExp(` as ${name}\\.$`)),
    });
  });

  test.each(['', 'bash(', 'bash()', 'bash(a && b)', 'bash($(x))', '(x)', 'bash(a) b'])('%j is no rule', (text) => {
    expect(parseRule(text)).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining(JSON.stringify(text)) });
  });
});

test('edits are free in the mode for edits, within the project and not where git and this program look', async () => {
  expect(await verdict('echo x > src/b.ts', { mode: 'edits' })).toEqual({ kind: 'allowed' });
  expect(await verdict('echo x > .git/config', { mode: 'edits' })).toMatchObject({ kind: 'asks' });
  for (const file of ['src/.GIT/config', '.envrc', '.husky/pre-commit', '.vscode/tasks.json', 'src/.npmrc']) {
    const line = `echo x > ${file}`;
    expect(await verdict(line, { mode: 'edits', allow: ['edit(**)', 'edit(src/**)'] })).toMatchObject({ kind: 'asks' });
    expect(await verdict(line, { allow: ['bash(echo *)', `edit(${file})`] })).toEqual({ kind: 'allowed' });
  }
});
