/** What a settings file gives, with lines: JSON that may hold comments and commas before a closing bracket. */
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { mostAlike } from '../agent/tools/alike.ts';
import { cut } from '../background/cut.ts';
import { checkValue, type Problem } from './check-value.ts';
import type { FileScope, Given } from './given.ts';
import { isSettingName, SETTING_NAMES, type SettingName } from './settings.ts';
import type { SettingsFile } from './settings-files.ts';

export interface ParsedSettings {
  readonly given: readonly Given[];
  /** Whole sentences that begin with the file and the line. */
  readonly mistakes: readonly string[];
  /** The same about names that are no settings: a newer version may know them. */
  readonly unknown: readonly string[];
}

interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The name that editors look for; it says which schema the file follows. */
const SCHEMA_NAME = '$schema';

const MOST_OF_NAME = 60;

export async function parseSettings(settings: SettingsFile, text: string): Promise<ParsedSettings> {
  try {
    return await parse(settings, text);
  } catch (error) {
    // The parser recurses once a level of nesting, so a file made of `[` alone exhausts the stack.
    if (error instanceof RangeError) return wrong([`${settings.file} nests too deeply to be read.`]);
    throw error;
  }
}

async function parse({ file, scope, holds = 'settings' }: SettingsFile, text: string): Promise<ParsedSettings> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const at = (offset: number, sentence: string) => `${file}:${lineAt(offset)}: ${sentence}`;
  const [error] = errors;
  if (error !== undefined) return wrong([at(error.offset, `This is not valid JSON: ${errorWords(error)}.`)]);
  if (root?.type !== 'object') return wrong([`${file} has to hold one JSON object, such as {"wake": "ask"}.`]);
  const twice = repeatedKeys(root).map((key) => at(key.offset, `${JSON.stringify(key.value)} is there twice.`));

  if (holds === 'mcp-servers') return parseServers(root, { file, scope, at, lineAt });

  const given: Given[] = [];
  const mistakes = [...twice];
  const unknown: string[] = [];
  for (const { name, key, value } of propertiesOf(root).filter((property) => property.name !== SCHEMA_NAME)) {
    if (!isSettingName(name)) {
      unknown.push(
        at(
          key.offset,
          `${JSON.stringify(cut(name, MOST_OF_NAME))} is no setting and does not count. ${await namesWords(name)}`,
        ),
      );
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
  return { given: twice.length === 0 ? given : [], mistakes, unknown };
}

interface ServersFile {
  readonly file: string;
  readonly scope: FileScope;
  at(offset: number, sentence: string): string;
  lineAt(offset: number): number;
}

/**
 * `{"mcpServers": {…}}`, as other programs read it from `.mcp.json`: what they alone know is passed over, and a server
 * that cannot be used here hides no other.
 */
function parseServers(root: Node, { file, scope, at, lineAt }: ServersFile): ParsedSettings {
  const servers = propertiesOf(root).find(({ name }) => name === 'mcpServers')?.value;
  if (servers?.type !== 'object') return wrong([`${file} has to hold {"mcpServers": {"NAME": {…}}}.`]);
  const used: Record<string, unknown> = {};
  const lines: Record<string, number> = {};
  const unknown: string[] = [];
  for (const { name, key, value } of propertiesOf(servers)) {
    const fields = value.type === 'object' ? propertiesOf(value) : [];
    if (fields.some((field) => field.name === 'disabled' && getNodeValue(field.value) === true)) continue;
    const known = Object.fromEntries(
      fields.filter((field) => SERVER_FIELDS.has(field.name)).map((field) => [field.name, getNodeValue(field.value)]),
    );
    const checked = checkValue('mcpServers', { [name]: known });
    if (checked.kind === 'right') {
      Object.assign(used, checked.value);
      lines[name] = lineAt(key.offset);
      continue;
    }
    const [problem] = checked.problems;
    const shown = JSON.stringify(cut(name, MOST_OF_NAME));
    unknown.push(at(key.offset, `The MCP server ${shown} does not count: it ${problem?.sentence ?? 'is wrong.'}`));
  }
  const origin = { kind: 'file', scope, file, line: lineAt(servers.offset) } as const;
  const given = Object.keys(used).length === 0 ? [] : [{ name: 'mcpServers', value: used, origin, lines } as const];
  return { given, mistakes: [], unknown };
}

const SERVER_FIELDS = new Set(['type', 'command', 'args', 'env', 'cwd', 'url', 'headers', 'sandbox']);

/** The names that may have been meant, or all there are. */
async function namesWords(name: string): Promise<string> {
  return (await didYouMean(name, SETTING_NAMES)) ?? `Settings are: ${SETTING_NAMES.join(', ')}.`;
}

async function problemWords(
  setting: SettingName,
  { path, sentence, isUnknown, unknownName }: Problem,
): Promise<string> {
  if (unknownName !== undefined) {
    const { name, like, known } = unknownName;
    const advice = (await didYouMean(like, known)) ?? `There are: ${known.join(', ')}.`;
    return `${sentence} ${JSON.stringify(name)} is none. ${advice}`;
  }
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
  return { given: [], mistakes, unknown: [] };
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
