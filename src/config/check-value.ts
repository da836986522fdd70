/** Whether a value is what its setting accepts, and in words what is wrong with it. */
import { settingOf, type SettingName } from './settings.ts';
import type { UnknownName } from './setting.ts';
import * as z from './zod.ts';
import { cut } from '../background/cut.ts';

export type CheckedValue =
  | { readonly kind: 'right'; readonly value: unknown }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] };

export interface Problem {
  /** Which part of the value; empty for the whole. */
  readonly path: readonly string[];
  /** Goes on after the name: `is "sometimes". Allowed: auto, ask, off.` */
  readonly sentence: string;
  /** The last of the path is a key that nothing knows. */
  readonly isUnknown?: boolean;
  /** The value, or a part of it, is a name that nothing knows. */
  readonly unknownName?: UnknownName;
}

type Issue = NonNullable<ReturnType<ReturnType<typeof schemaOf>['safeParse']>['error']>['issues'][number];

export function checkValue(name: SettingName, value: unknown): CheckedValue {
  const parsed = schemaOf(name).safeParse(value);
  if (parsed.success) return { kind: 'right', value: parsed.data };
  return { kind: 'wrong', problems: parsed.error.issues.flatMap((issue) => problemsOf(name, { issue, value })) };
}

function schemaOf(name: SettingName) {
  return settingOf(name).schema(z);
}

function problemsOf(
  name: SettingName,
  { issue, value }: { readonly issue: Issue; readonly value: unknown },
): readonly Problem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], sentence: 'is not known here.', isUnknown: true }));
  }
  const { allowed, shown } = settingOf(name);
  const found = issue.path.reduce<unknown>((holder, key) => (holder as never)?.[key], value);
  const is = shown === undefined ? `is ${found === undefined ? 'missing' : inShort(found)}` : 'is wrong';
  const wanted = path.length === 0 ? `Allowed: ${allowed}` : messageOf(issue).replace(/^Invalid input: e/, 'E');
  const unknownName = settingOf(name).unknownName?.(path, found);
  const sentence = `${is}. ${wanted.replace(/\.$/, '')}.`;
  return [{ path, sentence, ...(unknownName === undefined ? {} : { unknownName }) }];
}

/** What is wrong with a key stands in an issue of its own. */
function messageOf(issue: Issue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

const SHOWN = 80;

function inShort(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return cut(json, SHOWN);
}
