/** Rules that forbid see a command and a file wherever a line mentions them, in every mode, however long the line is. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PermissionMode } from '../../../src/agent/events.ts';
import { verdictOn } from '../../../src/agent/permissions/policy.ts';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';

const root = path.join(temporaryFolder(), 'shop');
mkdirSync(path.join(root, 'src'), { recursive: true });
for (const name of ['.env', 'lock.txt', 'src/a.ts']) writeFileSync(path.join(root, name), '');
afterAll(() => rmSync(path.dirname(root), { recursive: true, force: true }));

function ruleOf(text: string): Rule {
  const parsed = parseRule(text);
  if (parsed.kind === 'wrong') throw new Error(parsed.sentence);
  return parsed.rule;
}

async function verdict(line: string, deny: readonly string[], mode: PermissionMode = 'all') {
  const rules = { allow: [], ask: [], deny: deny.map(ruleOf) };
  const question = { title: '', body: [], context: '' };
  return verdictOn({ kind: 'command', line, cwd: root, question }, { root, mode, rules, sandboxed: false });
}

describe('a command that is forbidden is seen', () => {
  test.each([
    "bash <<'E'\ntouch q\nE",
    'bash <<E\ntouch q\nE',
    'sh -s <<E\ntouch q\nE',
    'sudo bash <<-E\n\ttouch q\n\tE',
    "bash <<< 'touch q'",
    "source /dev/stdin <<< 'touch q'",
    'cat <<E | bash\ntouch q\nE',
    'cat <<E | tee log | sh -s\ntouch q\nE',
    "printf 'touch q' | sh",
    "printf 'cd x\\ntouch q' | sh",
    'echo "touch q" | sudo bash',
    'echo touch q | /bin/sh',
    'prlimit --nofile=10 touch q',
    'choom -n 10 -- touch q',
    '{touch,q}',
    'x=1; if a; then touch q; fi',
    'for f in a; do touch $f; done',
    `bash <<< "bash <<< 'touch q'"`,
  ])('%j', async (line) => {
    expect(await verdict(line, ['bash(touch *)'])).toMatchObject({ kind: 'denied' });
  });

  test.each(['git {push,origin}', 'git --attr-source HEAD push', 'git -C . --no-pager push', 'env git push'])(
    '%j',
    async (line) => {
      expect(await verdict(line, ['bash(git push *)'])).toMatchObject({ kind: 'denied' });
    },
  );
});

describe('a file that may not be read is seen', () => {
  test.each([
    'cat .env',
    'x=1; cat < .env',
    'cat < .env & wait',
    '(cat) < .env',
    '{ cat; } < .env',
    'for f in x; do cat < .env; done',
    'while read l; do echo $l; done < .env',
    'echo "$(<.env)"',
    'exec 3<.env',
    'for f in .env; do cat $f; done',
    'f=.env; cat $f',
    'cat <> .env',
    "sh -c 'cat < .env'",
    "bash <<< 'cat < .env'",
    'x=1; echo a > .env',
  ])('%j', async (line) => {
    expect(await verdict(line, ['read(.env)'])).toMatchObject({ kind: 'denied' });
  });
});

describe('a file that may not be changed is seen', () => {
  test.each([
    'echo x > lock.txt',
    'x=1; echo x > lock.txt',
    '(echo x) > lock.txt',
    'cat <<E > lock.txt\nx\nE',
    'x=1; echo x >> ./lock.txt',
    'x=1; echo x >| lock.txt',
    'for f in lock.txt; do echo x > $f; done',
  ])('%j', async (line) => {
    expect(await verdict(line, ['edit(lock.txt)'])).toMatchObject({ kind: 'denied' });
  });

  test.each(['x=1; cat < lock.txt', 'x=1; cat lock.txt'])('and may be read: %j', async (line) => {
    expect(await verdict(line, ['edit(lock.txt)'])).toEqual({ kind: 'allowed' });
  });
});

describe('no line takes long to judge', () => {
  const deny = ['bash(rm *)', 'bash(git push *)', 'read(.env)', 'edit(lock.txt)'];
  test.each([
    ['a runner of 20,000 words', `env ${'a '.repeat(9_990)}`],
    ['a shell with many lines', `sh ${"'a b' ".repeat(3_000)}`],
    ['shells in shells', `${"sh -c 'a ".repeat(1_000)}${"'".repeat(1_000)}`],
    ['substitutions in substitutions', '$('.repeat(9_990)],
    ['here-documents', '<<a '.repeat(4_990)],
    ['brackets', '('.repeat(19_990)],
    ['folders and folders', `${'cd src && cd .. && '.repeat(1_000)}ls`],
    ['very many files', `cat ${Array.from({ length: 2_000 }, (_, n) => `f${n}`).join(' ')}`],
    ['very many commands', 'ls;'.repeat(6_000)],
    ['a megabyte', `echo ${'a '.repeat(500_000)}`],
  ])('not %s', { timeout: 10_000 }, async (_, line) => {
    for (const mode of ['ask', 'edits', 'plan', 'all'] as const) {
      const { kind } = await verdict(line, deny, mode);
      expect(['asks', 'planning', 'allowed']).toContain(kind);
      if (mode !== 'all') expect(kind).not.toBe('allowed');
    }
  });

  test('what is too long to be sure about is asked about also where all is allowed', async () => {
    expect(await verdict(`echo ${'a '.repeat(500_000)}`, deny)).toMatchObject({ kind: 'asks' });
    expect(await verdict(`sh ${Array.from({ length: 500 }, (_, n) => `'a b${n}'`).join(' ')}`, deny)).toMatchObject({
      kind: 'asks',
    });
  });
});
