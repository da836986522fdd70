/**
 * Which files the commands of hooks and MCP servers run: the words that are files, as the shell or the program would
 * find them. Not followed: what these files run in their turn, and what a variable stands for.
 */
import { realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { HookSetting } from '../agent/hook-setting.ts';
import { isProgram, type ServerConfig } from '../agent/mcp/server-config.ts';
import type { RunScript } from '../agent/permissions/guarded-files.ts';
import { expandHome, isWithin } from '../agent/permissions/paths.ts';

export interface RunningSettings {
  readonly hooks?: readonly HookSetting[] | undefined;
  readonly mcpServers?: Readonly<Record<string, ServerConfig>> | undefined;
}

/**
 * Absolute, as written and with links resolved. Also what looks like a file of the project and is not there yet: once
 * it is made it would be run. `project` has its links resolved.
 */
export function runScripts({ hooks = [], mcpServers = {} }: RunningSettings, project: string): readonly RunScript[] {
  const ofHooks = hooks.flatMap(({ on, command }) =>
    named(wordsOf(command), { cwd: project, project, by: `the hook ${on}` }),
  );
  const ofServers = Object.entries(mcpServers).flatMap(([name, server]) => {
    if (!isProgram(server)) return [];
    const { command, args = [], cwd = '.' } = server;
    const words = [command, ...args].flatMap((arg) => [arg, ...wordsOf(arg)]);
    return named(words, { cwd: path.resolve(project, cwd), project, by: `the MCP server ${name}` });
  });
  return [...ofHooks, ...ofServers];
}

/** More words than any command has that somebody wants. */
const MOST_WORDS = 2_000;

/** Words of a shell command, and parts of words, whatever they are quoted by and however deep. */
function wordsOf(command: string): readonly string[] {
  const quoted = [...command.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/gs)].map(
    ([, double, single]) => double ?? single ?? '',
  );
  const escaped = command.match(/(?:\\.|[^\s\\'"`;|&<>(){}=])+/gs) ?? [];
  const plain = command.split(/[\s'"`;|&<>(){}=,:]+/);
  return [...quoted, ...escaped.map((word) => word.replace(/\\(.)/gs, '$1')), ...plain];
}

interface Place {
  readonly cwd: string;
  readonly project: string;
  readonly by: string;
}

function named(words: readonly string[], { cwd, project, by }: Place): readonly RunScript[] {
  const known = [...new Set(words)].filter((word) => word !== '').slice(0, MOST_WORDS);
  const changed = words
    .filter((_, index) => CHANGES_FOLDER.test(words[index - 1] ?? ''))
    .map((word) => path.resolve(cwd, word));
  const folders = [...new Set([cwd, project, ...changed.slice(0, MOST_FOLDERS)])];
  const before = new Map<string, readonly string[]>();
  words.forEach((word, index) => before.set(word, [...(before.get(word) ?? []).slice(0, 9), words[index - 1] ?? '']));
  const files = known.flatMap((word) => filesOf(word, { before: before.get(word) ?? [], folders, project }));
  return [...new Set(files.flatMap(withTarget))].map((file) => ({ file, by }));
}

/** `cd tools && ./check.sh`, `make -C tools`. */
const CHANGES_FOLDER = /^(?:cd|pushd|-C|--prefix|--cwd|--dir|--directory)$/;
const MOST_FOLDERS = 10;

interface Search {
  /** Words that it follows. */
  readonly before: readonly string[];
  /** The first is where the command runs. */
  readonly folders: readonly string[];
  readonly project: string;
}

function filesOf(word: string, { before, folders, project }: Search): readonly string[] {
  // `$PWD/x`, `${ROOT}/x`, `$(git rev-parse --show-toplevel)/x`: what comes before is perhaps the project.
  const relative = word.replace(/^\$\w+/, '').replace(/^\/+/, '');
  const wanted = [...new Set([expandHome(word), ...(relative === '' ? [] : [relative])])];
  const isModule = before.includes('-m');
  const isInterpreted = before.some((word) => INTERPRETER.test(word));
  const suffixes = ['', ...(isInterpreted ? SUFFIXES : []), ...(isModule ? MODULE_SUFFIXES : [])];
  const names = isModule ? [...wanted, relative.replaceAll('.', '/')] : wanted;
  const candidates = folders.flatMap((folder) =>
    names.flatMap((name) => suffixes.map((suffix) => path.resolve(folder, `${name}${suffix}`))),
  );
  const found = candidates.filter((file) => statsOf(file)?.isFile() === true);
  const [cwd = project] = folders;
  const missing = path.resolve(cwd, expandHome(word));
  const isMissing = found.length === 0 && LOOKS_LIKE_FILE.test(word) && isWithin(project, missing);
  return isMissing && statsOf(missing) === undefined ? [missing] : found;
}

const INTERPRETER = /(?:^|\/)(?:node|bun|deno|tsx|ts-node|python[\d.]*|ruby|perl)$/;
const SUFFIXES = ['.js', '.mjs', '.cjs', '.ts', '/index.js', '/__main__.py'];
const MODULE_SUFFIXES = ['.py', '/__main__.py'];
const LOOKS_LIKE_FILE = /^(?!-|\w+:\/\/)[^$*?[\]]*(?:\/[^/$*?[\]]+|\.\w{1,5})$/;

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A link is guarded, and so is where it leads. */
function withTarget(file: string): readonly string[] {
  try {
    return [file, realpathSync(file)];
  } catch {
    return [file];
  }
}
