/** What a settings file gives, with lines: JSON that may hold comments and commas before a closing bracket. */
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { mostAlike } from '../agent/tools/alike.ts';
import { checkValue, type Problem } from './check-value.ts';
import type { Given } from './given.ts';
import { isSettingName, SETTING_NAMES, type SettingName } from './settings.ts';
import type { SettingsFile } from './settings-files.ts';

export interface ParsedSettings {
  readonly given: readonly Given[];
  /** Whole sentences that begin with the file and the line. */
  readonly mistakes: readonly string[];
}

interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The name that editors look for; it says which schema the file follows. */
const SCHEMA_NAME = '$schema';

export async function parseSettings(settings: SettingsFile, text: string): Promise<ParsedSettings> {
  try {
    return await parse(settings, text);
  } catch (error) {
    // The parser recurses once a level of nesting, so a file made of `[` alone exhausts the stack.
    if (error instanceof RangeError) return wrong([`${settings.file} nests too deeply to be read.`]);
    throw error;
  }
}

async function parse({ file, scope }: SettingsFile, text: string): Promise<ParsedSettings> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const at = (offset: number, sentence: string) => `${file}:${lineAt(offset)}: ${sentence}`;
  const [error] = errors;
  if (error !== undefined) return wrong([at(error.offset, `This is not valid JSON: ${errorWords(error)}.`)]);
  if (root?.type !== 'object') return wrong([`${file} has to hold one JSON object, such as {"wake": "ask"}.`]);
  const twice = repeatedKeys(root).map((key) => at(key.offset, `${JSON.stringify(key.value)} is there twice.`));

  const given: Given[] = [];
  const mistakes = [...twice];
  for (const { name, key, value } of propertiesOf(root).filter((property) => property.name !== SCHEMA_NAME)) {
    if (!isSettingName(name)) {
      mistakes.push(at(key.offset, `${JSON.stringify(name)} is no setting. ${await namesWords(name)}`));
      continue;
    }
    const checked = checkValue(name, getNodeValue(value));
    if (checked.kind === 'wrong') {
      for (const problem of checked.problems) {
        const named = JSON.stringify([name, ...problem.path].join('.'));
        mistakes.push(at(placeOf(value, problem), `${named} ${await problemWords(name, problem)}`));
      }
      continue;
    }
    given.push({
      name,
      value: checked.value,
      origin: { kind: 'file', scope, file, line: lineAt(key.offset) },
      lines: Object.fromEntries(childrenOf(value).map(([part, { offset }]) => [part, lineAt(offset)])),
    });
  }
  return { given: twice.length === 0 ? given : [], mistakes };
}

/** The names that may have been meant, or all there are. */
async function namesWords(name: string): Promise<string> {
  return (await didYouMean(name, SETTING_NAMES)) ?? `Settings are: ${SETTING_NAMES.join(', ')}.`;
}

async function problemWords(setting: SettingName, { path, sentence, isUnknown }: Problem): Promise<string> {
  if (isUnknown !== true) return sentence;
  const { knownKeys } = await import('./known-keys.ts');
  const known = knownKeys(setting, path.slice(0, -1));
  const advice = (await didYouMean(path.at(-1) ?? '', known)) ?? `There are: ${known.join(', ')}.`;
  return `${sentence} ${advice}`;
}

async function didYouMean(name: string, known: readonly string[]): Promise<string | undefined> {
  const [best] = await mostAlike(name, known);
  return best === undefined ? undefined : `Did you mean ${JSON.stringify(best)}?`;
}

function wrong(mistakes: readonly string[]): ParsedSettings {
  return { given: [], mistakes };
}

/** `PropertyNameExpected` in words. */
function errorWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?!^)[A-Z]/g, (capital) => ` ${capital}`)
    .toLowerCase();
}

function propertiesOf(node: Node): readonly Property[] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [{ name: String(key.value), key, value }],
  );
}

function childrenOf(node: Node): readonly (readonly [string, Node])[] {
  if (node.type === 'array') return (node.children ?? []).map((child, index) => [String(index), child]);
  return node.type === 'object' ? propertiesOf(node).map(({ name, key }) => [name, key]) : [];
}

/** Where the wrong part begins: as deep as the file has it. */
function placeOf(value: Node, { path }: Problem): number {
  let place = value;
  for (const part of path) {
    const found =
      place.type === 'array'
        ? place.children?.[Number(part)]
        : propertiesOf(place).find(({ name }) => name === String(part))?.value;
    if (found === undefined) break;
    place = found;
  }
  return place.offset;
}

/** Keys that an object has already; the last one would silently win. */
function repeatedKeys(node: Node): readonly Node[] {
  const own = node.type === 'object' ? propertiesOf(node) : [];
  const repeated = own.filter(({ name }, index) => own.findIndex((other) => other.name === name) < index);
  const below = node.type === 'object' ? own.map(({ value }) => value) : (node.children ?? []);
  return [...repeated.map(({ key }) => key), ...below.flatMap(repeatedKeys)];
}
