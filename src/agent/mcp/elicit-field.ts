/**
 * One field of a form that an MCP server asks for: how it is put to the user, and what is made of the answer. Pure.
 * https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation#requested-schema
 */
import { cleanText } from '../../background/clean-text.ts';
import { cut } from '../../background/cut.ts';

export type FieldValue = string | number | boolean | readonly string[];

export interface Field {
  readonly name: string;
  /** Lines for the user, without what can be chosen. */
  readonly lines: readonly string[];
  /** Numbered answers. */
  readonly choices: readonly { readonly label: string; readonly value: FieldValue | undefined }[];
  /** It seems to ask for what must not be given away. */
  readonly isSecret: boolean;
  /** What was typed; a sentence when it does not fit. */
  read(typed: string): { readonly value: FieldValue } | { readonly problem: string };
}

type Json = Readonly<Record<string, unknown>>;

/** More are typed, not chosen: the dialog has as many keys. */
const MOST_CHOICES = 6;
const LABEL_CHARS = 100;
const DESCRIPTION_CHARS = 400;

/** Nothing for what the protocol does not know. */
export function readField(name: string, given: unknown, isRequired: boolean): Field | undefined {
  const schema = asObject(given);
  const title = text(schema['title'], LABEL_CHARS) || text(name, LABEL_CHARS);
  const kind = kindOf(schema);
  if (kind === undefined) return undefined;
  const options = optionsOf(kind === 'several' ? asObject(schema['items']) : schema);
  const isListed = options.length > 0;
  const chosen =
    kind === 'boolean'
      ? [
          { label: 'Yes', value: true },
          { label: 'No', value: false },
        ]
      : kind === 'one' && options.length <= MOST_CHOICES
        ? options
        : [];
  const preset = schema['default'];
  const isPreset = isFieldValue(preset) && chosen.length === 0;
  const choices = [
    ...chosen,
    ...(isPreset ? [{ label: `Take ${text(JSON.stringify(preset), LABEL_CHARS)}`, value: preset }] : []),
    ...(isRequired ? [] : [{ label: 'Leave it out', value: undefined }]),
  ];
  const description = text(schema['description'], DESCRIPTION_CHARS);
  const hint = hintOf(kind, schema);
  return {
    name,
    lines: [
      `${title}${description === '' ? '' : `: ${description}`}`,
      ...(isListed && chosen.length === 0 ? options.map(({ label }) => `- ${label}`) : []),
      ...(hint === '' ? [] : [hint]),
    ],
    choices,
    isSecret: SECRET.test(`${name} ${title} ${description}`),
    read: (typed) => readTyped(typed.trim(), { kind, schema, options }),
  };
}

const SECRET = /pass(?:word|phrase|code)|secret|token|api.?key|credential|\bpin\b|cvv|credit.?card/i;

type Kind = 'text' | 'number' | 'integer' | 'boolean' | 'one' | 'several';

function kindOf(schema: Json): Kind | undefined {
  switch (schema['type']) {
    case 'boolean':
    case 'number':
    case 'integer':
      return schema['type'];
    case 'array':
      return optionsOf(asObject(schema['items'])).length > 0 ? 'several' : undefined;
    case 'string':
      return optionsOf(schema).length > 0 ? 'one' : 'text';
    default:
      return undefined;
  }
}

interface Option {
  readonly label: string;
  readonly value: string;
}

/** `enum` with or without `enumNames`, or `oneOf`/`anyOf` of constants with titles. */
function optionsOf(schema: Json): readonly Option[] {
  const names = asList(schema['enumNames']);
  const plain = asList(schema['enum']).map((value, index) => ({ value, label: names[index] ?? value }));
  const titled = [...asList(schema['oneOf']), ...asList(schema['anyOf'])]
    .map(asObject)
    .map(({ const: value, title }) => ({ value, label: title ?? value }));
  return [...plain, ...titled].flatMap(({ value, label }) =>
    typeof value === 'string' ? [{ value, label: text(label, LABEL_CHARS) || text(value, LABEL_CHARS) }] : [],
  );
}

function hintOf(kind: Kind, schema: Json): string {
  const { minimum, maximum, format } = schema;
  const from = typeof minimum === 'number' ? ` from ${minimum}` : '';
  const to = typeof maximum === 'number' ? ` to ${maximum}` : '';
  switch (kind) {
    case 'several':
      return 'Type one or more of these, with commas between.';
    case 'number':
      return `Type a number${from}${to}.`;
    case 'integer':
      return `Type a whole number${from}${to}.`;
    case 'text':
      return typeof format === 'string' ? `Type the text (${text(format, 20)}).` : 'Type the text.';
    case 'one':
    case 'boolean':
      return '';
    default:
      return kind satisfies never;
  }
}

interface Reading {
  readonly kind: Kind;
  readonly schema: Json;
  readonly options: readonly Option[];
}

function readTyped(
  typed: string,
  { kind, schema, options }: Reading,
): { readonly value: FieldValue } | { readonly problem: string } {
  const named = (word: string) =>
    options.find(({ label, value }) => [label, value].some((one) => one.toLowerCase() === word.toLowerCase()));
  switch (kind) {
    case 'number':
    case 'integer':
      return readNumber(typed, { isWhole: kind === 'integer', ...bounds(schema, 'minimum', 'maximum') });
    case 'boolean':
      if (/^(?:y|yes|true)$/i.test(typed)) return { value: true };
      return /^(?:n|no|false)$/i.test(typed) ? { value: false } : { problem: 'answer yes or no' };
    case 'one': {
      const option = named(typed);
      return option === undefined ? { problem: `${cut(typed, 40)} is none of these` } : { value: option.value };
    }
    case 'several': {
      const words = typed.split(',').map((word) => word.trim());
      const found = words.map(named);
      const wrong = words[found.indexOf(undefined)];
      if (wrong !== undefined) return { problem: `${cut(wrong, 40)} is none of these` };
      return within(
        [...new Set(found.flatMap((one) => one?.value ?? []))],
        bounds(schema, 'minItems', 'maxItems'),
        'answers',
      );
    }
    case 'text':
      if (!fitsFormat(typed, schema['format'])) return { problem: `that is no ${text(schema['format'], 20)}` };
      return within(typed, bounds(schema, 'minLength', 'maxLength'), 'characters');
    default:
      return kind satisfies never;
  }
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function bounds(schema: Json, least: string, most: string): Bounds {
  const figure = (value: unknown, other: number) => (typeof value === 'number' ? value : other);
  return { least: figure(schema[least], -Infinity), most: figure(schema[most], Infinity) };
}

function readNumber(typed: string, { isWhole, least, most }: Bounds & { readonly isWhole: boolean }) {
  const value = typed === '' ? NaN : Number(typed);
  if (!Number.isFinite(value)) return { problem: 'that is no number' };
  if (isWhole && !Number.isInteger(value)) return { problem: 'it has to be a whole number' };
  if (value < least) return { problem: `it has to be ${least} or more` };
  return value > most ? { problem: `it has to be ${most} or less` } : { value };
}

function within<Value extends string | readonly string[]>(value: Value, { least, most }: Bounds, unit: string) {
  if (value.length < least) return { problem: `it has to have ${least} ${unit} or more` };
  return value.length > most ? { problem: `it may have ${most} ${unit} at most` } : { value };
}

/** Others are left to the server. */
function fitsFormat(typed: string, format: unknown): boolean {
  switch (format) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(typed);
    case 'uri':
      return URL.canParse(typed);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(Date.parse(typed));
    case 'date-time':
      return /^\d{4}-\d\d-\d\dT/.test(typed) && !Number.isNaN(Date.parse(typed));
    default:
      return true;
  }
}

function isFieldValue(value: unknown): value is FieldValue {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function text(value: unknown, most: number): string {
  if (typeof value !== 'string') return '';
  return cut(cleanText(value).replace(/\s+/g, ' ').trim(), most);
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
