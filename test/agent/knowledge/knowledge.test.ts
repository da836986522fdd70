import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newestOf } from '../../../src/agent/model-facts.ts';
import { readKnowledge } from '../../../src/agent/knowledge/knowledge.ts';
import { expandCommand } from '../../../src/store/commands/knowledge-commands.ts';
import { systemPrompt } from '../../../src/agent/system-prompt.ts';
import { PROMPT_FACTS } from '../../fixtures/prompt-facts.ts';
import { createToolbox } from '../../../src/agent/tools/toolbox.ts';
import type { CallContext } from '../../../src/agent/tools/toolbox.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';

/** A home folder with a repository in it and the project in that. */
function places(files: { readonly [name: string]: string }) {
  const home = temporaryFolder();
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const cwd = path.join(home, 'repository/shop');
  for (const folder of [cwd, path.join(home, 'repository/.git')]) mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    writeFileSync(path.join(home, name), content);
  }
  return { home, cwd, userFolder: path.join(home, '.config/meanwhile') };
}

test('instructions are read from the user, then from the repository down to the project', async () => {
  const where = places({
    '.config/meanwhile/AGENTS.md': 'mine',
    'AGENTS.md': 'above the repository',
    'repository/AGENTS.md': 'of the repository',
    'repository/CLAUDE.md': 'hidden by AGENTS.md',
    'repository/shop/CLAUDE.md': 'of the shop\n',
  });
  expect((await readKnowledge(where)).instructions).toEqual([
    { shown: '~/.config/meanwhile/AGENTS.md', text: 'mine' },
    { shown: '../AGENTS.md', text: 'of the repository' },
    { shown: 'CLAUDE.md', text: 'of the shop' },
  ]);
});

test('what nobody sees in what was written down is not given to the model, and is said', async () => {
  const tags = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const where = places({
    'repository/shop/AGENTS.md': `Be kind.${tags} ❤️`,
    'repository/shop/.meanwhile/commands/plan.md': 'Plan\u200b it.',
  });
  const { instructions, commands, problems } = await readKnowledge(where);
  expect(instructions).toEqual([{ shown: 'AGENTS.md', text: 'Be kind. ❤️' }]);
  expect(commands[0]?.body).toBe('Plan it.');
  expect(problems.map((problem) => problem.replace(where.cwd, ''))).toEqual([
    '/AGENTS.md holds 4 invisible characters (U+E006F, U+E0062, U+E0065, U+E0079), which spell "obey". The model is not given them.',
    '/.meanwhile/commands/plan.md holds 1 invisible character (U+200B). The model is not given them.',
  ]);
});

test('without a repository the folders up to the home folder count', async () => {
  const { home, userFolder } = places({ 'AGENTS.md': 'at home', 'notes/a/AGENTS.md': 'of a' });
  const { instructions } = await readKnowledge({ home, userFolder, cwd: path.join(home, 'notes/a') });
  expect(instructions.map(({ text }) => text)).toEqual(['at home', 'of a']);
});

test('instructions are bounded, and a link out of the repository is not followed', async () => {
  const where = places({ 'repository/AGENTS.md': 'x'.repeat(50_000), 'secret.txt': 'secret' });
  symlinkSync(path.join(where.home, 'secret.txt'), path.join(where.cwd, 'AGENTS.md'));
  const { instructions } = await readKnowledge(where);
  expect(instructions).toHaveLength(1);
  expect(instructions[0]?.text).toMatch(/^x{32768}\n\[The file goes on/);
});

test('commands and skills are read; the project goes before the user, and what is wrong is said', async () => {
  const where = places({
    '.config/meanwhile/commands/review.md': 'mine',
    '.config/meanwhile/commands/plan.md': '# Plan it\n\nPlan $ARGUMENTS.',
    'repository/shop/.meanwhile/commands/review.md':
      '---\ndescription: Review a change\nargument-hint: BRANCH\n---\nReview.',
    'repository/shop/.meanwhile/commands/Not This.md': 'x',
    'repository/shop/.meanwhile/commands/broken.md': '---\na: [\n---\nx',
    'repository/shop/.meanwhile/skills/pdf/SKILL.md':
      '---\nname: pdf\ndescription: >-\n  When there is\n  a PDF\n---\nUse it so.',
    'repository/shop/.meanwhile/skills/mute/SKILL.md': 'nothing',
  });
  const { commands, skills, problems } = await readKnowledge(where);
  expect(commands).toEqual([
    { name: 'review', words: 'Review a change', hint: 'BRANCH', body: 'Review.' },
    { name: 'plan', words: 'Plan it', hint: 'TEXT', body: '# Plan it\n\nPlan $ARGUMENTS.' },
  ]);
  expect(skills).toMatchObject([{ name: 'pdf', description: 'When there is a PDF', body: 'Use it so.' }]);
  expect(problems).toEqual([
    expect.stringContaining('Not This.md is not used: its name'),
    expect.stringContaining('broken.md is not used:'),
    expect.stringContaining('mute/SKILL.md is not used: it has no description'),
  ]);
});

test('the model is given the instructions with their paths, and reads a skill when it needs it', async () => {
  const where = places({
    'repository/AGENTS.md': 'Be kind.',
    '.config/meanwhile/skills/pdf/SKILL.md': '---\ndescription: For PDFs\n---\nUse it so.',
  });
  const knowledge = await readKnowledge(where);
  const prompt = systemPrompt({ ...PROMPT_FACTS, cwd: where.cwd, knowledge });
  expect(prompt).toContain('<instructions file="../AGENTS.md">\nBe kind.\n</instructions>');
  expect(prompt).toContain('- pdf: For PDFs');
  const toolbox = createToolbox({
    gate: { root: where.cwd, mode: () => 'ask', ask: async () => ({ kind: 'no', word: '' }) },
    limits: { foreground: 1, background: 1 },
    skills: knowledge.skills,
  });
  const read = (name: string) =>
    toolbox.run({ kind: 'tool-call', id: 'call-1', name: 'skill', input: { name } }, {
      signal: new AbortController().signal,
    } as CallContext);
  expect((await read('pdf')).result).toMatchObject({
    isError: false,
    text: expect.stringMatching(/^Use it so\.\n\n\[/),
  });
  expect((await read('xls')).result.text).toBe('There is no skill xls. There are: pdf.');
});

test('commands and skills that were written for other agents are found, behind ours of the same name', async () => {
  const where = places({
    '.claude/commands/Fix_Issue.md': '---\nargument-hint: [number] [priority]\n---\nFix issue $1 with priority $2.',
    'repository/.claude/commands/review.md': 'of the repository',
    'repository/shop/.meanwhile/commands/review.md': 'ours',
    'repository/shop/.claude/skills/pdf/SKILL.md': '---\ndescription: For PDFs\n---\nof .claude',
    '.agents/skills/pdf/SKILL.md': '---\ndescription: For PDFs\n---\nof .agents',
    '.agents/skills/xls/SKILL.md': '---\ndescription: For tables\n---\nRead tables.',
  });
  const { commands, skills, problems } = await readKnowledge(where);
  expect(problems).toEqual([]);
  expect(commands.map(({ name, body, hint }) => [name, body, hint])).toEqual([
    ['review', 'ours', null],
    ['fix-issue', 'Fix issue $1 with priority $2.', '[number] [priority]'],
  ]);
  expect(skills.map(({ name, body }) => [name, body])).toEqual([
    ['pdf', 'of .claude'],
    ['xls', 'Read tables.'],
  ]);
});

test('what a file of instructions imports stands behind it, once', async () => {
  const where = places({
    'repository/CLAUDE.md':
      'See @docs/style.md, and @docs/style.md.\n\n```\n@docs/no.md\n```\nNot `@docs/no.md`; ask @team.',
    'repository/docs/style.md': 'Two blanks. More in @names.md\n',
    'repository/docs/names.md': 'Short names. @../CLAUDE.md',
    'repository/docs/no.md': 'in code',
    'repository/shop/AGENTS.md': 'of the shop',
  });
  const { instructions, problems } = await readKnowledge(where);
  expect(instructions.map(({ text }) => text.split('\n')[0])).toEqual([
    'See @docs/style.md, and @docs/style.md.',
    'Two blanks. More in @names.md',
    'Short names. @../CLAUDE.md',
    'of the shop',
  ]);
  expect(problems).toEqual([]);
});

test('a project imports nothing from outside of the repository, and the user may', async () => {
  const where = places({
    '.config/meanwhile/AGENTS.md': '@~/notes.md',
    'notes.md': 'mine',
    'secret.txt': 'secret',
    'repository/AGENTS.md': '@~/secret.txt @../secret.txt @link.md',
  });
  symlinkSync(path.join(where.home, 'secret.txt'), path.join(where.home, 'repository/link.md'));
  const { instructions, problems } = await readKnowledge(where);
  expect(instructions.map(({ text }) => text)).toEqual([
    '@~/notes.md',
    'mine',
    '@~/secret.txt @../secret.txt @link.md',
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/AGENTS\.md imports @~\/secret\.txt, which is outside .*repository and is not read\./),
    expect.stringMatching(/AGENTS\.md imports @\.\.\/secret\.txt, which is outside/),
  ]);
});

test.each([
  ['Fix $1 for $2.', 'a.ts "the second one"', 'Fix a.ts for the second one.'],
  ['Fix $1 for $2.', 'a.ts', 'Fix a.ts for .'],
  ['$ARGUMENTS: begin with $1', 'x y', 'x y: begin with x'],
  ['It costs $1.50 or $12.', 'x', 'It costs $1.50 or $12.\n\nx'],
])('the command %j with %j sends %j', (body, argument, prompt) => {
  expect(expandCommand({ name: 'fix', words: '', hint: null, body }, argument)).toBe(prompt);
});

test('agents are read in the format of other programs, with the names of our tools', async () => {
  const where = places({
    'repository/shop/.meanwhile/agents/reviewer.md': '---\ndescription: ours\n---\nBe strict.',
    'repository/.claude/agents/reviewer.md': '---\ndescription: hidden\n---\nBe kind.',
    'repository/.claude/agents/docs.md':
      '---\nname: doc-writer\ndescription: Writes docs\ntools: Read, Grep, Glob, Edit, Write, WebFetch, Bash(git log:*), Unknown, mcp__x__y\nmodel: opus\n---\nWrite.',
    '.claude/agents/list.md': '---\ndescription: Lists\ntools: [Read, search_files]\nmodel: inherit\n---\nList.',
    '.claude/agents/none.md': '---\ndescription: None\ntools: Unknown\n---\nDo.',
    '.claude/agents/mute.md': 'Do.',
  });
  const { agents, problems } = await readKnowledge(where);
  expect(agents).toEqual([
    { name: 'reviewer', description: 'ours', prompt: 'Be strict.' },
    {
      name: 'doc-writer',
      description: 'Writes docs',
      prompt: 'Write.',
      model: 'opus',
      tools: [
        ...['read_file', 'search_files', 'find_files', 'edit_file', 'write_file', 'web_fetch', 'bash'],
        'mcp__x__y',
      ],
    },
    { name: 'list', description: 'Lists', prompt: 'List.', tools: ['read_file', 'search_files'] },
  ]);
  expect(problems.join('\n')).toMatch(
    /mute\.md is not used: it has no description[^]*none\.md is not used: it names no tool/,
  );
});

test.each([
  ['opus', 'claude-sonnet-5-5', 'claude-opus-5-5'],
  ['haiku', 'global.anthropic.claude-sonnet-5-5', 'global.anthropic.claude-haiku-5-5'],
  ['opus', 'some-gateway-model', undefined],
  ['gpt', 'claude-sonnet-5-5', undefined],
])('the family %s beside %s is %s', (family, current, model) => {
  expect(newestOf(family, current)).toBe(model);
});
