/** What a setting is. `settings.ts` lists them. */
import type { ZodMiniType } from 'zod/mini';

export type Zod = typeof import('./zod.ts');

/**
 * One setting. From this alone come the checks, `--help`, `docs/settings.md`, the published JSON Schema and `meanwhile config`.
 */
export interface Setting<Value> {
  /** What it does, in one line. */
  readonly help: string;
  /** What it accepts, in words, also for the sentence about a wrong value. */
  readonly allowed: string;
  readonly schema: (z: Zod) => ZodMiniType<Value>;
  readonly default?: NoInfer<Value>;
  /** The default in words, where it depends on something. */
  readonly defaultWords?: string;
  /** `--name`, the same name in small words: `maxTurns` is `--max-turns`. */
  readonly flag?: { readonly value?: string; readonly read: ReadText };
  /** The environment variable that sets it too. */
  readonly env?: { readonly name: string; readonly read: ReadText };
  readonly merge: Merge;
  readonly project: ProjectRule<NoInfer<Value>>;
  /** What is shown of a value, or of one of its items or keys, that may hold something secret. */
  readonly shown?: (value: NoInfer<Value>) => string;
  /** An item or key of a value without secrets, for people; JSON without this. */
  readonly words?: (part: unknown) => string;
  /** Of a wrong part that is made of names: the one that nothing knows. */
  readonly unknownName?: (path: readonly string[], part: unknown) => UnknownName | undefined;
}

export interface UnknownName {
  readonly name: string;
  /** What is looked for among the known ones: `name`, or more of it where that is clear. */
  readonly like: string;
  readonly known: readonly string[];
}

/**
 * How the value of a later source meets that of an earlier one: it takes its place, its keys take the places of the same
 * keys, or its items are put behind.
 */
export type Merge = 'replace' | 'by-key' | 'append';

/**
 * Whether a file of the project may set it. A project is untrusted: what widens what runs counts only in a file that the
 * user has trusted. `widens` answers that for one value; without it, every value does. `told`: it may, and the user is
 * told so at the start. `never`: it is about the user's terminal, senses and attention.
 */
export type ProjectRule<Value> =
  | { readonly kind: 'free' | 'told' | 'never' }
  | { readonly kind: 'when-trusted'; readonly widens?: (value: Value) => boolean };

/** What a flag or a variable means; `undefined` for what is none of its kind. */
export type ReadText = (text: string) => unknown;

export const asText: ReadText = (text) => text;
export const asNumber: ReadText = (text) =>
  text.trim() === '' ? text : Number.isNaN(Number(text)) ? text : Number(text);
/** Items between commas. */
export const asList: ReadText = (text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
/** A flag without a value. */
export const asSwitch: ReadText = () => true;

export const FREE = { kind: 'free' } as const;
export const TOLD = { kind: 'told' } as const;
export const NEVER = { kind: 'never' } as const;
export const WHEN_TRUSTED = { kind: 'when-trusted' } as const;
