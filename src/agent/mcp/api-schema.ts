/**
 * The input schema of an MCP tool as the Messages API takes it, whatever the server wrote. Pure.
 *
 * The API wants an object of JSON Schema draft 2020-12, without `oneOf`, `anyOf` and `allOf` at the top, and names of
 * arguments that match `[a-zA-Z0-9_.-]{1,64}`; it refuses the whole request for one schema
 * (https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use). What it would refuse is rewritten
 * where that keeps the meaning, and else left out: the server checks its arguments itself.
 */

export interface ApiSchema {
  readonly schema: { readonly type: 'object'; readonly [key: string]: unknown };
  /** What the schema cannot say any more, for the description of the tool; often empty. */
  readonly note: string;
  /** Arguments by the names that the server gave them. */
  original(input: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

type Json = Readonly<Record<string, unknown>>;

export function apiSchema(given: unknown): ApiSchema {
  const document = asObject(given) ?? {};
  const root = referred(document, document);
  const { oneOf, anyOf, allOf, ...rest } = fitted(root, 0) as Json;
  const forms = (value: unknown) => asList(value).map((one) => referred(asObject(one) ?? {}, rest));
  const choices = [forms(oneOf), forms(anyOf)];
  const all = forms(allOf);
  const properties = Object.assign({}, ...[...choices.flat(), ...all].map(propertiesOf), propertiesOf(rest)) as Json;
  const names = new Map(Object.entries(apiNames(Object.keys(properties))));
  const required = [rest, ...all].flatMap(requiredOf).filter((name) => Object.hasOwn(properties, name));
  const schema = {
    ...rest,
    type: 'object',
    ...(Object.keys(properties).length === 0
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [names.get(key) ?? key, one])),
        }),
    ...(required.length === 0 ? {} : { required: [...new Set(required.map((name) => names.get(name) ?? name))] }),
  } as const;
  const back = new Map([...names].map(([original, name]) => [name, original]));
  return {
    schema: withoutDeadReferences(schema, schema) as ApiSchema['schema'],
    note: noteOf({ oneOf: choices[0], anyOf: choices[1] }),
    original: (input) =>
      Object.fromEntries(Object.entries(input).map(([name, value]) => [back.get(name) ?? name, value])),
  };
}

/** With what it refers to in the document, as generators like to write the whole of a schema. */
function referred(given: Json, document: Json): Json {
  let schema = given;
  for (let hops = 0; hops < 8 && typeof schema['$ref'] === 'string'; hops += 1) {
    const { $ref, ...rest } = schema;
    schema = { ...asObject(resolve($ref as string, document)), ...rest };
  }
  return schema;
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
const OTHER_TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  str: 'string',
  bool: 'boolean',
  list: 'array',
  dict: 'object',
  map: 'object',
};
/** Deeper than that, anything is accepted. */
const DEEPEST = 40;

/** With those keywords of the draft only whose values it allows. */
function fitted(schema: unknown, depth: number): unknown {
  if (typeof schema === 'boolean') return schema;
  const given = asObject(schema);
  if (given === undefined || depth > DEEPEST) return {};
  const { items, additionalItems, ...others } = given;
  const isTuple = Array.isArray(items);
  const modern = isTuple
    ? { ...others, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
    : given;
  return Object.fromEntries(
    Object.entries(modern).flatMap(([keyword, value]) => {
      const read = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
      const kept = read?.(value, depth + 1);
      return kept === undefined ? [] : [[keyword, kept]];
    }),
  );
}

/** What a keyword keeps of its value; nothing when that cannot stand. */
type ReadKeyword = (value: unknown, depth: number) => unknown;

const subschema: ReadKeyword = (value, depth) =>
  typeof value === 'boolean' || asObject(value) !== undefined ? fitted(value, depth) : undefined;

const subschemas: ReadKeyword = (value, depth) =>
  Array.isArray(value) && value.length > 0 ? value.map((one) => fitted(one, depth)) : undefined;

const namedSubschemas: ReadKeyword = (value, depth) => {
  const named = asObject(value);
  return named && Object.fromEntries(Object.entries(named).map(([name, one]) => [name, fitted(one, depth)]));
};

const text: ReadKeyword = (value) => (typeof value === 'string' ? value : undefined);
const flag: ReadKeyword = (value) => (typeof value === 'boolean' ? value : undefined);
const figure: ReadKeyword = (value) => (Number.isFinite(value) ? value : undefined);
const count: ReadKeyword = (value) => (Number.isInteger(value) && Number(value) >= 0 ? value : undefined);
const anything: ReadKeyword = (value) => value;
const list: ReadKeyword = (value) => (Array.isArray(value) && value.length > 0 ? value : undefined);

const names: ReadKeyword = (value) => {
  const strings = asList(value).filter((one): one is string => typeof one === 'string');
  return strings.length > 0 ? [...new Set(strings)] : undefined;
};

const types: ReadKeyword = (value) => {
  const known = [value].flat().flatMap((one) => {
    const type = typeof one === 'string' ? (OTHER_TYPES[one.toLowerCase()] ?? one.toLowerCase()) : '';
    return TYPES.includes(type) ? [type] : [];
  });
  return known.length === 0 || known.length < [value].flat().length
    ? undefined
    : Array.isArray(value)
      ? [...new Set(known)]
      : known[0];
};

/** Another dialect of patterns is none of the draft. */
const pattern: ReadKeyword = (value) => {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') ? value : undefined;
  } catch {
    return undefined;
  }
};

const KEYWORDS: Readonly<Record<string, ReadKeyword>> = {
  type: types,
  title: text,
  description: text,
  format: text,
  contentEncoding: text,
  contentMediaType: text,
  pattern,
  enum: list,
  examples: list,
  const: anything,
  default: anything,
  required: names,
  properties: namedSubschemas,
  $defs: namedSubschemas,
  definitions: namedSubschemas,
  dependentSchemas: namedSubschemas,
  $ref: text,
  items: subschema,
  contains: subschema,
  additionalProperties: subschema,
  unevaluatedProperties: subschema,
  unevaluatedItems: subschema,
  propertyNames: subschema,
  not: subschema,
  if: subschema,
  then: subschema,
  else: subschema,
  prefixItems: subschemas,
  oneOf: subschemas,
  anyOf: subschemas,
  allOf: subschemas,
  minimum: figure,
  maximum: figure,
  exclusiveMinimum: figure,
  exclusiveMaximum: figure,
  multipleOf: (value) => (typeof value === 'number' && value > 0 ? figure(value, 0) : undefined),
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  minContains: count,
  maxContains: count,
  uniqueItems: flag,
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
};

const NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

/** For each name that the API refuses another one, which no other argument has. */
function apiNames(given: readonly string[]): Readonly<Record<string, string>> {
  const taken = new Set(given.filter((name) => NAME.test(name)));
  const odd = given.filter((name) => !NAME.test(name));
  return Object.fromEntries(
    odd.map((name) => {
      const plain = name.replace(/[^a-zA-Z0-9_.-]/g, '_').slice(0, 60) || '_';
      let free = plain;
      for (let number = 2; taken.has(free); number += 1) free = `${plain}_${number}`;
      taken.add(free);
      return [name, free];
    }),
  );
}

/** What was referred to may be gone, by another name, or in another document. */
function withoutDeadReferences(value: unknown, root: Json): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutDeadReferences(one, root));
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, inner]) =>
      key === '$ref' && typeof inner === 'string' && asObject(resolve(inner, root)) === undefined
        ? []
        : [[key, withoutDeadReferences(inner, root)]],
    ),
  );
}

/** By a JSON pointer within the document. */
function resolve(reference: string, root: unknown): unknown {
  if (!/^#(\/|$)/.test(reference)) return undefined;
  const parts = reference.split('/').slice(1);
  return parts.reduce<unknown>((at, part) => {
    const object = asObject(at) ?? {};
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    return Object.hasOwn(object, key) ? object[key] : undefined;
  }, root);
}

const LONGEST_NOTE = 2_000;

function noteOf(choices: Readonly<Record<'oneOf' | 'anyOf', readonly unknown[] | undefined>>): string {
  const said = Object.entries(choices).filter(([, forms = []]) => forms.length > 0);
  if (said.length === 0) return '';
  const words = JSON.stringify(Object.fromEntries(said));
  return words.length > LONGEST_NOTE
    ? 'Not every combination of arguments is accepted.'
    : `The arguments together must also match ${words}`;
}

function propertiesOf(schema: unknown): Json {
  return asObject(asObject(schema)?.['properties']) ?? {};
}

function requiredOf(schema: unknown): readonly string[] {
  return (asObject(schema)?.['required'] ?? []) as readonly string[];
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
