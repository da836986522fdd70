import { expect, test } from 'vitest';
import { contextFill } from '../../src/agent/context-fill.ts';
import { knowledgePrompt } from '../../src/agent/knowledge/prompt-parts.ts';
import type { Message } from '../../src/agent/messages.ts';
import { contextWords } from '../../src/store/context-words.ts';

const tool = (name: string) => ({ name, description: 'x'.repeat(700), inputSchema: { type: 'object' } as const });
const history: readonly Message[] = [
  { role: 'user', blocks: [{ kind: 'prompt', text: 'p'.repeat(3_500) }] },
  { role: 'assistant', blocks: [{ kind: 'thinking', text: 't'.repeat(350), signature: '' }] },
  {
    role: 'user',
    blocks: [{ kind: 'tool-result', callId: 'a', text: 'r'.repeat(35_000), isError: false, summary: '' }],
  },
];
const instructions = knowledgePrompt({
  instructions: [{ shown: 'AGENTS.md', text: 'i'.repeat(7_000) } as never],
  skills: [],
});
const facts = {
  system: `You are a test.${instructions}`,
  tools: [tool('bash'), tool('mcp__files__read'), tool('mcp__files__write'), tool('mcp__web__get')],
  history,
  measured: null,
  window: 100_000,
};

test('each kind, each file of instructions and each MCP server is told apart', () => {
  const fill = contextFill(facts);
  expect(fill.instructions).toMatchObject([{ file: 'AGENTS.md' }]);
  expect(fill.instructions[0]?.tokens).toBeGreaterThan(2_000);
  expect(fill.servers.map(({ server, tools }) => [server, tools])).toEqual([
    ['files', 2],
    ['web', 1],
  ]);
  expect(fill.results).toBeGreaterThan(10_000);
  expect(fill.conversation).toBeGreaterThan(1_000);
  expect(fill.conversation).toBeLessThan(1_100);
  expect(fill.isScaled).toBe(false);
  const lines = contextWords(fill).split('\n');
  expect(lines[0]).toBe('In a window of 100k tokens, in tokens (estimated by characters):');
  expect(lines.find((line) => line.startsWith('  files (MCP, 2)'))).toBeDefined();
  expect(lines.at(-1)).toMatch(/^free +\d\d,\d{3} +8\d %  █+$/);
});

test('the parts are scaled to what the API counted', () => {
  const estimated = contextFill(facts).total;
  const fill = contextFill({ ...facts, measured: { tokens: estimated * 2, messages: history.length } });
  expect(fill.total / estimated).toBeCloseTo(2, 1);
  expect(contextWords({ ...fill, window: null })).not.toContain('free');
});
