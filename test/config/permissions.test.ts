import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { projectFolders } from '../../src/config/folders.ts';
import { openKeptRules } from '../../src/config/kept-rules.ts';

function place() {
  const base = mkdtempSync(path.join(tmpdir(), 'meanwhile-config-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const project = path.join(base, 'shop');
  mkdirSync(path.join(project, '.meanwhile'), { recursive: true });
  mkdirSync(path.join(base, '.config', 'meanwhile'), { recursive: true });
  const files = {
    user: path.join(base, '.config', 'meanwhile', 'settings.json'),
    project: path.join(project, '.meanwhile', 'settings.json'),
  };
  return {
    base,
    write: (which: keyof typeof files, settings: object) => writeFileSync(files[which], JSON.stringify(settings)),
    async load(...argv: readonly string[]) {
      const loaded = await loadConfig({ argv, env: {}, homedir: base, cwd: project });
      return loaded.kind === 'ok' ? loaded.config : loaded;
    },
  };
}

test('a project adds what is forbidden and asked, and allows nothing', async () => {
  const { write, load } = place();
  write('user', { allow: ['bash(npm test *)'], sandbox: true, sandboxNetwork: false });
  write('project', {
    permissions: 'plan',
    allow: ['bash'],
    deny: ['read(.env)'],
    ask: ['bash(git push *)'],
    sandbox: false,
    sandboxNetwork: true,
    sandboxWritable: ['/'],
    sandboxAllows: true,
  });
  expect(await load()).toMatchObject({
    permissions: 'plan',
    rules: {
      allow: [{ text: 'bash(npm test *)' }],
      deny: [{ text: 'read(.env)' }],
      ask: [{ text: 'bash(git push *)' }],
    },
    sandbox: { on: true, network: false, writable: [], trusted: false },
  });
});

test('what is no rule is named', async () => {
  const { write, load } = place();
  write('user', { allow: ['bash(a && b)'] });
  expect(await load()).toMatchObject({
    kind: 'error',
    sentence: expect.stringContaining('"allow.0" is "bash(a && b)"'),
  });
});

test('--sandbox and --permissions edits say it for one start', async () => {
  const { load } = place();
  expect(await load('--sandbox', '--permissions', 'edits')).toMatchObject({
    permissions: 'edits',
    sandbox: { on: true, network: true },
  });
});

test('kept rules are there for the next program, beside those that another one kept', () => {
  const { base } = place();
  const made = projectFolders({ stateFolder: path.join(base, 'state'), cwd: path.join(base, 'shop') });
  if (made.kind === 'error') throw new Error(made.sentence);
  const first = openKeptRules(made.folders);
  const second = openKeptRules(made.folders);
  expect(first.add(['bash(npm test *)'])).toBeNull();
  expect(second.add(['edit(src/**)', 'bash(npm test *)'])).toBeNull();
  expect(openKeptRules(made.folders).allow.map(({ text }) => text)).toEqual(['bash(npm test *)', 'edit(src/**)']);
  writeFileSync(first.file, JSON.stringify({ allow: ['web_fetch(https://docs.*)', 'edit(src/**)'] }));
  const third = openKeptRules(made.folders);
  expect(third.allow.map(({ text }) => text)).toEqual(['edit(src/**)']);
  expect(third.problem).toContain('web_fetch(https://docs.example.org/*)');
  writeFileSync(first.file, '{');
  expect(openKeptRules(made.folders)).toMatchObject({ allow: [], problem: expect.stringContaining(first.file) });
  expect(first.add(['bash(x)'])).toContain(first.file);
  expect(readFileSync(first.file, 'utf8')).toBe('{');
});
