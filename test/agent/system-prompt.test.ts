import { expect, test } from 'vitest';
import { systemPrompt } from '../../src/agent/system-prompt.ts';
import { allTools } from '../../src/agent/tools/all.ts';

const facts = { cwd: '/home/ada/shop', platform: 'linux', date: '2026-03-01', shell: '/bin/sh' };

test('it is the same for the same facts, so that it can be cached', () => {
  expect(systemPrompt(facts)).toBe(systemPrompt({ ...facts }));
});

test('it names the place, the shell, the day and the branch', () => {
  const prompt = systemPrompt({ ...facts, gitBranch: 'main' });
  for (const fact of [...Object.values(facts), 'main']) expect(prompt).toContain(fact);
});

test('it says nothing of a branch where there is none', () => {
  expect(systemPrompt(facts)).not.toContain('branch');
});

test('it says that notices are not the human and that waiting is useless', () => {
  const prompt = systemPrompt(facts);
  expect(prompt).toContain('No human spoke');
  expect(prompt).toContain('Never wait for it: no sleep');
});

test('it says that independent calls belong into one message', () => {
  expect(systemPrompt(facts)).toContain('do not depend on each other into one message');
});

test('it speaks of no tool that does not exist', () => {
  const named = systemPrompt(facts).match(/\b[a-z]+_[a-z]+\b/g) ?? [];
  const known = allTools.map((tool) => tool.name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
