import { expect, test } from 'vitest';
import { createTheme } from '../../src/components/theme.ts';
import { welcomeLines, type WelcomeFacts } from '../../src/components/welcome-lines.ts';

const session = { id: 'a2ded35d', title: 'make the cart add cents', words: '2 h ago · 2 tasks running' };
const facts: WelcomeFacts = {
  width: 80,
  height: 40,
  theme: createTheme({ colours: false }),
  keymap: { keyOf: (action) => action },
  offline: false,
  sandbox: 'offered',
  read: ['AGENTS.md'],
  offers: [
    { kind: 'session', session },
    { kind: 'example', text: 'Run the tests' },
  ],
  chosen: null,
};

test('the start screen says what to do, then which sessions there are, then what to try', () => {
  const text = welcomeLines(facts).join('\n');
  expect(text).toMatch(
    /Describe a task[^]*!command[^]*Recent sessions · ↓ Enter[^]*make the cart add cents .*2 tasks running[^]*Try[^]*Run the tests[^]*AGENTS[^]*--sandbox/,
  );
});

test('without a key it says first what works without one', () => {
  expect(welcomeLines({ ...facts, offline: true }).join('\n')).toMatch(
    /^\n +No API key found[^]*need no\s+model[^]*!command/,
  );
});

test('what does not fit is left out as a whole', () => {
  const lines = welcomeLines({ ...facts, height: 12 });
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.join('\n')).not.toContain('--sandbox');
});

test.each([0, 1])('the chosen offer is in view also where little fits: %d', (chosen) => {
  const lines = welcomeLines({ ...facts, height: 8, chosen });
  expect(lines.length).toBeLessThanOrEqual(8);
  expect(lines.filter((line) => line.includes('›'))).toHaveLength(1);
});
