import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { createToolbox, type CallContext } from '../../../src/agent/tools/toolbox.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';

const FILES = {
  'AGENTS.md': 'of the shop',
  'web/AGENTS.md': `Use tabs. ${'\u{e0041}'}See @style.md`,
  'web/CLAUDE.md': 'hidden by AGENTS.md',
  'web/style.md': 'No semicolons.',
  'web/forms/CLAUDE.md': 'Label each field.',
  'web/forms/a.ts': 'a',
  'web/forms/b.ts': 'b',
  'src/c.ts': 'c',
};

function open({ deny = [], given = ['AGENTS.md'] }: { deny?: readonly Rule[]; given?: readonly string[] } = {}) {
  const root = temporaryFolder();
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  const toolbox = createToolbox({
    gate: { root, mode: () => 'all', ask: async () => ({ kind: 'no', word: '' }), rules: { allow: [], ask: [], deny } },
    limits: { foreground: 1_000, background: 1_000 },
    instructions: { cwd: root, home: '/home/nobody', given },
  });
  const context = { root, signal: new AbortController().signal, changing: async () => () => {} };
  return async (name: string, input: object) => {
    const call = { kind: 'tool-call', id: 'c', name, input } as const;
    return (await toolbox.run(call, context as unknown as CallContext)).result.text;
  };
}

test('instructions of the folders above a file are told with it, once, from the outermost', async () => {
  const call = open();
  const text = await call('read_file', { file_path: 'web/forms/a.ts' });
  expect(text).toMatch(
    /^1\ta\n[^]*<instructions file="web\/AGENTS\.md">\nUse tabs\. See @style\.md\n<\/instructions>\n<instructions file="web\/style\.md">\nNo semicolons\.\n<\/instructions>\n<instructions file="web\/forms\/CLAUDE\.md">\nLabel each field\.\n<\/instructions>$/,
  );
  expect(text).not.toMatch(/of the shop|hidden by/);
  expect(await call('read_file', { path: 'web/forms/b.ts' })).not.toContain('<instructions');
  expect(await call('read_file', { path: 'src/c.ts' })).not.toContain('<instructions');
});

test('two calls beside each other tell them once', async () => {
  const call = open();
  const texts = await Promise.all(['a', 'b'].map((name) => call('read_file', { path: `web/forms/${name}.ts` })));
  expect(texts.join('\n').match(/Use tabs/g)).toHaveLength(1);
});

test('a file that is written tells them too, and a call that failed does not', async () => {
  const call = open();
  expect(await call('read_file', { path: 'web/forms/none.ts' })).not.toContain('<instructions');
  expect(await call('write_file', { path: 'web/forms/new.ts', content: 'n' })).toContain('Label each field.');
});

test('what was given at the start, is read itself or may not be read is not told', async () => {
  const rule = parseRule('read(web/style.md)');
  const deny = rule.kind === 'rule' ? [rule.rule] : [];
  const call = open({ deny, given: ['AGENTS.md', 'web/AGENTS.md'] });
  const text = await call('read_file', { path: 'web/forms/CLAUDE.md' });
  expect(text).toContain('Label each field.');
  expect(text).not.toContain('<instructions');
});
