import { expect, test } from 'vitest';
import { allTools } from '../../../src/agent/tools/all.ts';
import { toolDefinition } from '../../../src/agent/tools/definition.ts';

const offered = allTools.map(toolDefinition);

test('no schema carries what only the program checks', () => {
  const text = JSON.stringify(offered);
  expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
  expect(text).not.toMatch(/"(?:minLength|maxLength|minItems|maxItems|pattern|propertyNames)":[^{]/);
});

test('no text stands twice in one schema', () => {
  for (const { name, inputSchema } of offered) {
    const texts = [...JSON.stringify(inputSchema).matchAll(/"description":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text]) => text,
    );
    expect(new Set(texts).size, name).toBe(texts.length);
  }
});
