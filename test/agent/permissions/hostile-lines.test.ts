/**
 * Hostile shell lines, judged in every mode with and without rules; those that are allowed are really run, with canaries:
 * what must not be made, and what must not be printed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { installedShells } from '../../../scripts/fuzz/shell-lines.ts';
import { gitProject } from '../../fixtures/git-project.ts';
import { judge, type Given } from '../../fixtures/judge.ts';

const SECRET = 'canary-of-the-outside';

const project = gitProject({
  'src/a.ts': 'a\n',
  '.env': `KEY=${SECRET}\n`,
  'evil.sh': 'touch PWNED\n',
  'package.json': '{}',
});
const { root } = project;
const outside = `${root}-outside`;
mkdirSync(outside);
writeFileSync(path.join(outside, 'key'), `${SECRET}\n`);
symlinkSync(path.join(outside, 'key'), path.join(root, 'link'));
symlinkSync(outside, path.join(root, 'way-out'));
project.write('.env', `KEY=${SECRET}\nNEW=${SECRET}\n`);
afterAll(() => [root, outside].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const RULES = ['npm test *', 'git status', 'git log *', 'ls *', 'grep *', 'cat *', 'find *', 'rg *'].map(
  (rule) => `bash(${rule})`,
);
const FORBIDDEN = { deny: ['read(.env)'] };

/** Plan allows no edits, so what is unclear is refused there. */
const SETTINGS: readonly (readonly [name: string, given: Given])[] = [
  ['ask', FORBIDDEN],
  ['ask with rules', { ...FORBIDDEN, allow: RULES }],
  ['edits', { ...FORBIDDEN, mode: 'edits' }],
  ['edits with rules', { ...FORBIDDEN, mode: 'edits', allow: RULES }],
  ['plan', { ...FORBIDDEN, mode: 'plan' }],
  ['plan with rules', { ...FORBIDDEN, mode: 'plan', allow: RULES }],
];

const OUT = `${outside}/key`;

const LINES: { readonly [kind: string]: readonly string[] } = {
  'a substitution that the parser takes for letters': [
    'echo 3<(touch PWNED)', 'ls 0>(touch PWNED)', 'cat {fd}<(touch PWNED)', "echo $\\\n{x:='$(touch PWNED)'} $\\\n{x@P}",
    `cat $\\\n{HOME}/key`, 'echo `touch PWNED`', 'echo "$(touch PWNED)"', 'ls [$(touch PWNED)]', 'git log [$(touch PWNED)]', 'npm test [`touch PWNED`]',
    'echo \\ # 3<(touch PWNED)', 'ls \\\t# 0>(touch PWNED)', 'cat <(touch PWNED)', 'ls $((PWNED[$(touch PWNED)]))', "ls $'\\x24(touch PWNED)'", 'ls "${x:=$(touch PWNED)}"',
  ],
  'braces': ["find . \\ # {x},-exec} sh evil.sh ';'", "find . {x},-exec} sh evil.sh ';'", 'find src {x},-delete}', `cat {x},${OUT}}`, `cat {src/a.ts,${OUT}}`, 'ls {a..b}', '{touch,PWNED}'],
  'odd redirections': [
    "echo hi >&'$(touch PWNED)o'", 'ls >&o\\$\\(touch\\ PWNED\\)', `cat 3>&-${OUT}`, 'find . -maxdepth 0 3>&--exec touch PWNED ;', 'echo hi &>o touch PWNED',
    `cat <${OUT}`, `cat < way-out/key`, 'echo x > PWNED', 'echo x >> ../PWNED', 'echo x >| PWNED', 'echo x <> PWNED', 'ls 2>PWNED', `echo x > way-out/PWNED`,
    'exec 3<.env; cat <&3', 'echo x > .git/hooks/PWNED', 'echo x > .envrc',
  ],
  'line ends': ["echo '\n'; cat link\\", "echo '\nX' > PWNED\\", 'ls \\\n; touch PWNED', 'ls\ntouch PWNED', 'ls # x\ntouch PWNED', 'ls\r\ntouch PWNED'],
  'reading outside': [
    `cat ${OUT}`, 'cat link', 'cat way-out/key', `cat -u ${OUT}`, `grep -e canary ${OUT}`, 'ls -L link; cat link', 'cat ../*/key', `head -c 100 ${OUT}`, `tac ${OUT}`,
    `git diff --no-index /dev/null ${OUT}`, 'cat .env', 'cat .e*', 'cat ./.env', 'git diff', 'git show', 'git log -p', 'git log -p -1', 'grep -r canary .', 'rg --hidden canary',
    'git grep canary', 'git show HEAD:.env', 'sort .env', 'diff .env src/a.ts', "find . -name .env -exec cat {} ';'", 'cd .. && cat *-outside/key', 'find -L . -name key', `sed -n 1p ${OUT}`,
  ],
  'running': [
    'sh evil.sh', './evil.sh', 'bash evil.sh', '. ./evil.sh', 'source evil.sh', 'env sh evil.sh', 'find . -exec sh evil.sh ;', "find . -name evil.sh -exec sh {} ';'", 'xargs sh < evil.sh',
    'eval "touch PWNED"', 'command touch PWNED', 'builtin eval touch PWNED', 'exec touch PWNED', 'touch PWNED', 'x=1 touch PWNED', 'time touch PWNED', '! touch PWNED', '(touch PWNED)',
    '{ touch PWNED; }', 'true && touch PWNED', 'false || touch PWNED', 'ls | xargs touch PWNED', 'ls & touch PWNED', 'if true; then touch PWNED; fi', 'for f in PWNED; do touch $f; done',
    'f() { touch PWNED; }; f', 'trap "touch PWNED" EXIT', 'alias ls=touch; ls PWNED', "awk 'BEGIN{system(\"touch PWNED\")}'", "sed -n '1e touch PWNED' src/a.ts", 'rg --pre ./evil.sh canary src',
    'git -c alias.x=\'!touch PWNED\' x', 'git -c core.pager=./evil.sh log', 'git grep -Osh canary', 'tar cf PWNED src', 'tee PWNED', 'cp src/a.ts PWNED', 'mv src/a.ts PWNED', 'dd of=PWNED', 'printf -v x y; touch PWNED',
    "printf 'touch PWNED' | sh", "bash <<< 'touch PWNED'", 'sh <<E\ntouch PWNED\nE', 'echo touch PWNED | sh', 'node -e "require(\'fs\').writeFileSync(\'PWNED\', \'\')"', "python3 -c \"open('PWNED','w')\"", 'perl -e "open F, q(>PWNED)"',
    'npm test --script-shell=./evil.sh', 'find . -fprint PWNED', 'sort -o PWNED src/a.ts', 'uniq src/a.ts PWNED', 'date > PWNED', 'tree -o PWNED', 'git log --output=PWNED', 'git diff --output=PWNED',
  ],
}; // prettier-ignore

function runReally(line: string): string {
  return installedShells()
    .map((shell) => {
      try {
        const env = { PATH: process.env['PATH'] ?? '', HOME: outside, LC_ALL: 'C' };
        return execFileSync(shell, ['-c', line], { cwd: root, env, encoding: 'utf8', stdio: 'pipe', timeout: 10_000 });
      } catch (error) {
        return String((error as { readonly stdout?: unknown }).stdout ?? '');
      }
    })
    .join('\n');
}

function made(): readonly string[] {
  const places = [path.dirname(root), root, outside, path.join(root, '.git', 'hooks')];
  const pwned = places.map((folder) => path.join(folder, 'PWNED')).filter(existsSync);
  return [...pwned, ...readdirSync(root).filter((name) => name === '.envrc')];
}

describe.each(Object.entries(LINES))('%s', (_, lines) => {
  test.each(lines)('%j does no harm unasked', async (line) => {
    for (const [name, given] of SETTINGS) {
      const { kind } = await judge(line, { root, ...given });
      if (kind !== 'allowed') continue;
      const printed = runReally(line);
      // In the mode that lets files of the project be changed, that may happen.
      const harm = made().filter(
        (file) => !(name.startsWith('edits') && file === path.join(root, 'PWNED') && / ?[>]/.test(line)),
      );
      expect({ name, harm, told: printed.includes(SECRET) }).toEqual({ name, harm: [], told: false });
      for (const file of made()) rmSync(file, { force: true });
    }
  });
});

test('these lines do harm when they run, so that the judgement is what holds them', () => {
  for (const line of [
    'touch PWNED',
    'echo `touch PWNED`',
    'sh evil.sh',
    'echo x > PWNED',
    "printf 'touch PWNED' | sh",
  ]) {
    runReally(line);
    expect(made()).toEqual([path.join(root, 'PWNED')]);
    made().forEach((file) => rmSync(file));
  }
  for (const line of [`cat ${OUT}`, 'cat link', 'git diff', 'cat .env', 'grep -r canary .'])
    expect(runReally(line)).toContain(SECRET);
});
