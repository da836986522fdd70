/** The published schema beside the program: an editor and `meanwhile config` say the same of a file. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { McpServers } from '../../src/agent/mcp/servers.ts';
import { TOOL_NAMES } from '../../src/agent/tool-names.ts';
import { allTools } from '../../src/agent/tools/all.ts';
import { createDeferredTools } from '../../src/agent/tools/find-tools.ts';
import { mcpResourceTools } from '../../src/agent/tools/mcp-resources.ts';
import { skillTool } from '../../src/agent/tools/skill.ts';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { settingsSchemaText } from '../../src/config/settings-schema.ts';

const fits = new Ajv2020({ strict: false }).compile(JSON.parse(settingsSchemaText()));

async function mistakesIn(value: unknown): Promise<readonly string[]> {
  const { mistakes } = await parseSettings({ scope: 'user', file: 'settings.json' }, JSON.stringify(value));
  return mistakes;
}

test.each([
  {},
  { $schema: 'https://json.schemastore.org/x.json', wake: 'ask' },
  { permissions: 'plan', model: 'm', effort: 'low', parallel: 3, agents: 1 },
  { allow: ['bash(npm test *)', 'edit(src/**)', 'web_fetch(https://a.b/*)', 'mcp__files__*', 'read'] },
  { mcpServers: { files: { command: 'npx', args: ['x'], env: { A: 'b' }, cwd: '.', sandbox: false } } },
  { mcpServers: { web: { type: 'http', url: 'https://a.b/mcp', headers: { a: 'b' } } } },
  { hooks: [{ on: 'stop', command: 'true', tool: 'bash', seconds: 3 }] },
  { hooks: [{ on: 'before_tool', command: 'true', tool: 'edit_file | mcp__files__* |mcp__web__get' }] },
  { prices: { qwen: { input: 0.5, output: 2 } }, keys: { 'stop task': [] } },
  { baseURL: 'http://localhost:11434', sandbox: true, sandboxWritable: ['~/x', '/y'] },
])('%j is accepted by both', async (value) => {
  expect(await mistakesIn(value)).toEqual([]);
  expect(fits(value)).toBe(true);
});

test.each<[value: unknown, says: RegExp]>([
  [[], /has to hold one JSON object/],
  [{ wake: 'sometimes' }, /"wake" is "sometimes"\. Allowed: auto, ask, off\./],
  [{ parallel: 0.5 }, /"parallel" is 0\.5\. Allowed: a whole number from 1 to 1000\./],
  [{ allow: ['bash('] }, /"allow\.0" is "bash\("\. A rule looks like bash\(npm test \*\)/],
  [{ allow: ['web_fetch(https://docs.*)'] }, /"allow\.0" is .* Write the whole host and a \/ behind it/],
  [{ deny: ['read()'] }, /"deny\.0" is "read\(\)"\. There is nothing between its brackets\./],
  [{ ask: [3] }, /"ask\.0" is 3\. Expected string/],
  [{ mcpServers: { 'a b': { command: 'x' } } }, /"mcpServers\.a b" is wrong\. Expected a name of at most 40/],
  [{ mcpServers: { a: { command: 'x', url: 'https://y' } } }, /"mcpServers\.a" is wrong\. Expected either \{"command"/],
  [{ mcpServers: { a: { url: 'ftp://y' } } }, /"mcpServers\.a" is wrong\. Expected either/],
  [{ baseURL: 'localhost' }, /"baseURL" is wrong\. Allowed: an address/],
  [{ hooks: [{ on: 'never', command: 'x' }] }, /"hooks\.0\.on" is "never"/],
  [{ hooks: [{ on: 'before_tool', tool: 'Bash', command: 'x' }] }, /"Bash" is none\. Did you mean "bash"\?$/],
  [{ hooks: [{ on: 'before_tool', tool: 'bash|Edit', command: 'x' }] }, /"Edit" is none\. Did you mean "edit_file"\?$/],
  [{ hooks: [{ on: 'before_tool', tool: 'frob', command: 'x' }] }, /"frob" is none\. There are: bash, /],
  [{ prices: { q: { input: 1 } } }, /"prices\.q\.output" is missing/],
  [{ sandboxWritable: ['x'] }, /"sandboxWritable\.0" is "x"/],
])('%j is refused by both', async (value, says) => {
  expect(await mistakesIn(value)).toEqual([expect.stringMatching(says)]);
  expect(fits(value)).toBe(false);
});

test('a key that is there twice hides no other mistake', async () => {
  const text = '{\n"wake": "ask",\n"wake": "off",\n"parallel": 0\n}';
  const { given, mistakes } = await parseSettings({ scope: 'user', file: 's.json' }, text);
  expect(given).toEqual([]);
  expect(mistakes).toEqual([
    's.json:3: "wake" is there twice.',
    expect.stringMatching(/^s\.json:4: "parallel" is 0\./),
  ]);
});

test('the names that a hook may give are those of the tools that there are', () => {
  const servers = { read: async () => ({}) } as unknown as McpServers;
  const { find } = createDeferredTools(() => []);
  const own = [...allTools, ...mcpResourceTools(servers, ['files']), skillTool([]), find].map(({ name }) => name);
  expect([...TOOL_NAMES].toSorted()).toEqual(own.toSorted());
});
