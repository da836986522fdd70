/** Whatever schema an MCP server has, the Messages API takes the tool, and the arguments come back by their own names. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toParams } from '../../../src/agent/anthropic-params.ts';
import { apiSchema } from '../../../src/agent/mcp/api-schema.ts';
import { refusalOf } from '../../fixtures/api-refusals.ts';

function refusal(inputSchema: unknown): string | undefined {
  const tool = { name: 'mcp__a__b', description: 'Does it.', inputSchema: apiSchema(inputSchema).schema };
  const messages = [{ role: 'user', blocks: [{ kind: 'prompt', text: 'hi' }] }] as const;
  return refusalOf(toParams({ system: '', tools: [tool], messages }, { model: 'm', maxTokens: 100 }));
}

const text = { type: 'string' };

test.each<[what: string, given: unknown, schema: object]>([
  ['nothing', undefined, { type: 'object' }],
  ['no type', { properties: { a: text } }, { type: 'object', properties: { a: text } }],
  ['another type', { type: 'text' }, { type: 'object' }],
  [
    'a choice at the top',
    { type: 'object', properties: { a: text }, oneOf: [{ required: ['a'] }, { properties: { b: text } }] },
    { type: 'object', properties: { a: text, b: text } },
  ],
  [
    'parts at the top',
    { allOf: [{ properties: { a: text }, required: ['a'] }, { properties: { b: text } }], required: ['b'] },
    { type: 'object', properties: { a: text, b: text }, required: ['b', 'a'] },
  ],
  [
    'a list of items, as draft 7 has it',
    { type: 'object', properties: { a: { type: 'array', items: [text], additionalItems: false } } },
    { type: 'object', properties: { a: { type: 'array', prefixItems: [text], items: false } } },
  ],
  [
    'types of other languages and unknown ones',
    { type: 'object', properties: { a: { type: 'int' }, b: { type: 'file', description: 'B' } } },
    { type: 'object', properties: { a: { type: 'integer' }, b: { description: 'B' } } },
  ],
  [
    'a reference that leads nowhere',
    { type: 'object', properties: { a: { $ref: '#/$defs/gone', description: 'A' }, b: { $ref: 'https://x/y' } } },
    { type: 'object', properties: { a: { description: 'A' }, b: {} } },
  ],
  [
    'a reference to itself at the top',
    { $ref: '#/definitions/In', definitions: { In: { type: 'object', properties: { a: text }, required: ['a'] } } },
    {
      type: 'object',
      properties: { a: text },
      required: ['a'],
      definitions: { In: { type: 'object', properties: { a: text }, required: ['a'] } },
    },
  ],
  [
    'a pattern of another dialect, and required as a flag',
    { type: 'object', properties: { a: { type: 'string', pattern: '(?i)x', required: true } } },
    { type: 'object', properties: { a: text } },
  ],
  ['words for what is', { type: 'object', properties: [], required: 'a' }, { type: 'object' }],
])('%s becomes a schema that the API takes', (_, given, schema) => {
  expect(apiSchema(given).schema).toEqual(schema);
  expect(refusal(given)).toBeUndefined();
});

test('what a schema may not say stands in the description', () => {
  const { note } = apiSchema({ type: 'object', anyOf: [{ required: ['a'] }, { required: ['b'] }] });
  expect(note).toBe('The arguments together must also match {"anyOf":[{"required":["a"]},{"required":["b"]}]}');
});

test('arguments with names that the API refuses come back by their own', () => {
  const long = 'k'.repeat(80);
  const properties = { 'file name': text, 'file/name': text, file_name: text, [long]: text, '': text };
  const { schema, original } = apiSchema({ type: 'object', properties, required: ['file name'] });
  const names = Object.keys(schema['properties'] as object);
  expect(names).toEqual(['file_name_2', 'file_name_3', 'file_name', 'k'.repeat(60), '_']);
  expect(schema['required']).toEqual(['file_name_2']);
  const given = Object.fromEntries(names.map((name, index) => [name, index]));
  expect(original({ ...given, other: true })).toEqual({
    'file name': 0,
    'file/name': 1,
    file_name: 2,
    [long]: 3,
    '': 4,
    other: true,
  });
});

const KEYWORDS = [
  'type', 'properties', 'required', 'items', 'prefixItems', 'additionalItems', 'additionalProperties', 'oneOf', 'anyOf',
  'allOf', 'not', 'enum', 'const', '$ref', '$defs', 'definitions', 'pattern', 'minimum', 'description', '$id', 'x-odd',
]; // prettier-ignore

const { schema: anySchema } = fc.letrec<{ schema: unknown; value: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.dictionary(fc.constantFrom(...KEYWORDS), tie('value'), { maxKeys: 6 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'a b', 'type', '$ref', '__proto__'), fc.string()), tie('schema'), {
      maxKeys: 4,
    }),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('object', 'string', 'strin', 'int', '#', '#/$defs/a', '#/properties/a', '#/$defs', '#a', '(?i)x'),
    fc.jsonValue({ maxDepth: 1 }),
    tie('schema'),
    fc.array(tie('schema'), { maxLength: 3 }),
    fc.array(fc.constantFrom('a', 'a b', 'string', 'null'), { maxLength: 3 }),
  ),
}));

test('any schema is taken', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      expect(refusal(JSON.parse(JSON.stringify(schema)))).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test('a schema without an end in sight is taken', () => {
  let deep: unknown = { type: 'file' };
  for (let depth = 0; depth < 3_000; depth += 1) deep = { type: 'array', items: deep };
  expect(refusal({ type: 'object', properties: { deep } })).toBeUndefined();
});
