/**
 * Random shell lines, as the program judges them and as real shells run them.
 *
 * A line that is judged clear is run in a folder of its own, with commands that only write down their words and what
 * they are handed. Whatever ran, was read or was written has to be among what the judgement said.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readShellLine, type ShellLine, type SimpleCommand } from '../../src/agent/permissions/shell-line.ts';

export interface FuzzOptions {
  readonly lines: number;
  readonly seed: number;
  /** Absolute paths: the lines are run with a PATH of their own. */
  readonly shells: readonly string[];
}

export interface FuzzResult {
  /** How many of the lines were judged clear, and run by each shell. */
  readonly clear: number;
  /** How many commands they ran. */
  readonly ran: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly line: string;
  readonly shell: string;
  /** What happened and was not said. */
  readonly what: string;
}

/** Those of this machine, at absolute paths. */
export function installedShells(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return ['bash', 'dash'].flatMap((name) => folders.map((folder) => path.join(folder, name)).find(existsSync) ?? []);
}

export async function fuzzShellLines({ lines, seed, shells }: FuzzOptions): Promise<FuzzResult> {
  const root = mkdtempSync(path.join(tmpdir(), 'meanwhile-fuzz-'));
  try {
    makeCommands(path.join(root, 'bin'));
    const differences: Difference[] = [];
    let clear = 0;
    let ran = 0;
    const rest = fc.sample(LINE, { numRuns: lines, seed })[Symbol.iterator]();
    const work = async (n: number) => {
      const jail = {
        bin: path.join(root, 'bin'),
        cwd: path.join(root, `jail${n}`),
        record: path.join(root, `record${n}`),
      };
      for (const line of rest) {
        const said = await readShellLine(line);
        if (said.unclear !== null) continue;
        clear += 1;
        for (const shell of shells) {
          const happened = await run(line, { shell, ...jail });
          ran += happened.commands.length;
          const what = differenceOf(said, happened);
          if (what !== null) differences.push({ line, shell, what });
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, (_, n) => work(n)));
    return { clear, ran, differences };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const NAMES = ['a', 'b', 'c'];
const FILES = ['x', 'y', 'o'];

/** Each writes down its words, and the first line of what it is handed; an empty word ends a command. */
function makeCommands(bin: string): void {
  mkdirSync(bin);
  const script = `#!/bin/sh\nIFS= read -r handed || :\nprintf '%s\\0' "\${0##*/}" "$@" "<$handed" '' >>"$RECORD"\n`;
  for (const name of NAMES) writeFileSync(path.join(bin, name), script, { mode: 0o755 });
}

interface Jail {
  readonly shell: string;
  readonly bin: string;
  readonly cwd: string;
  readonly record: string;
}

interface Happened {
  readonly commands: readonly { readonly words: readonly string[]; readonly handed: string }[];
  /** Files that are there and were not before, or hold something else. */
  readonly written: readonly string[];
}

async function run(line: string, { shell, bin, cwd, record }: Jail): Promise<Happened> {
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd);
  for (const name of FILES) writeFileSync(path.join(cwd, name), `${name}\n`);
  writeFileSync(record, '');
  const env = { PATH: bin, RECORD: record, HOME: cwd, BAIT: 'bait' };
  await new Promise<void>((resolve) => {
    const child = execFile(shell, ['-c', line], { cwd, env, timeout: 10_000, killSignal: 'SIGKILL' }, () => resolve());
    child.stdin?.on('error', () => {}).end();
  });
  const written = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !FILES.includes(name) || readFileSync(path.join(cwd, name), 'utf8') !== `${name}\n`,
  );
  return { commands: commandsIn(readFileSync(record, 'utf8')), written };
}

function commandsIn(record: string): Happened['commands'] {
  const commands: { words: string[]; handed: string }[] = [];
  let words: string[] = [];
  for (const word of record.split('\0').slice(0, -1)) {
    // The word before the empty one tells what was handed; others may be empty too.
    if (word === '' && words.at(-1)?.startsWith('<') === true) {
      commands.push({ words: words.slice(0, -1), handed: (words.at(-1) ?? '').slice(1) });
      words = [];
    } else words.push(word);
  }
  return commands;
}

/** What happened and was not said, or `null`. */
function differenceOf({ commands }: ShellLine, { commands: ran, written }: Happened): string | null {
  const redirects = commands.flatMap((command) => command.redirects);
  for (const { words, handed } of ran) {
    if (!commands.some((command) => fits(command, words))) return `it ran ${JSON.stringify(words)}`;
    const isSaid = redirects.some(
      ({ kind, target }) => kind === 'read' && (target.isPattern || nameOf(target.text) === handed),
    );
    if (handed !== '' && !isSaid) return `it read ${handed}`;
  }
  for (const name of written) {
    const isSaid = redirects.some(
      ({ kind, target }) => kind === 'write' && (target.isPattern || nameOf(target.text) === name),
    );
    if (!isSaid) return `it wrote ${name}`;
  }
  return null;
}

function nameOf(target: string): string {
  return path.normalize(target);
}

/** A pattern stands for any words; `~` for the jail. */
function fits({ words }: SimpleCommand, ran: readonly string[]): boolean {
  const fit = (at: number, from: number): boolean => {
    const word = words[at];
    if (word === undefined) return from === ran.length;
    if (word.isPattern)
      return Array.from({ length: ran.length - from + 1 }, (_, n) => fit(at + 1, from + n)).includes(true);
    const found = ran[from];
    if (found === undefined) return false;
    return (word.isHome || found === word.text) && fit(at + 1, from + 1);
  };
  return fit(0, 0);
}

const WORDS = ['a', 'b', 'c', 'x', 'y', 'o', '-n', '--', '1', '12', 'é', '', '{}', '{', '}', 'if', 'then', 'time', 'in', '!', '[', ']', '[[', '..', 'a=b', '@{0}', '^{a}', '~', '%', ':', ',', '+', '@', '?', '*', '-', '=']; // prettier-ignore
const QUOTED = ["'a b'", '"a b"', "'\n'", '"\n"', "'$'", '"$"', '"a$"', "'`'", "'\\'", '"\\\\"', '"\\""', "''", '""', "'#'", '"{a,b}"', "'{a,b}'", '"\\\n"', '"$a"', '"`a`"', '"\\$"']; // prettier-ignore
const OPERATORS = [';', ';', '&&', '||', '|', '\n', '\n', '&', '(', ')', '{ ', '; }', '! ', ';;', '|&', '((', '))', '!(', '@(', '+(']; // prettier-ignore
const REDIRECTIONS = ['>o', '>x', '<x', '<y', '>>o', '2>o', '2>&1', '>&2', '1>&-', '<&-', '>|o', '<>x', '12>o', '>&o', '<&x', '&>o', '&>>o', '3>&1-', '3>&-x', '>&12', '{x}>o', '3<(b)', '<(b)', '>(b)', '<<x', '<<<x', '> o', '< x', '>$a', '>"o"', ">'o'", '0<x', '>\\\no']; // prettier-ignore
const ODD = ['$', '`', '$(b)', '`b`', '${a}', '$BAIT', '$((1))', "$'b'", '$"b"', '{a,b}', '{x},y}', '{1..3}', '\\', '\\\n', '\\a', '\\ ', '\\;', '\\#', '#', '# b', ' # \\\n', '#\n', '~b', '=~', '[$(b)]', '[a-c]', '[!a]', '\\"', "\\'", '\t', '  ', '\\\\', '}', '{', '\'', '"', '$\\\n{x}', 'x\\\n']; // prettier-ignore

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 7, arbitrary: fc.constant(' ') },
  { weight: 2, arbitrary: fc.constantFrom(...QUOTED) },
  { weight: 2, arbitrary: fc.constantFrom(...OPERATORS) },
  { weight: 2, arbitrary: fc.constantFrom(...REDIRECTIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);

const LINE = fc
  .tuple(fc.constantFrom('a ', 'a ', 'a', '', 'b;', '( a '), fc.array(piece, { minLength: 1, maxLength: 10 }))
  .map(([start, pieces]) => `${start}${pieces.join('')}`);
