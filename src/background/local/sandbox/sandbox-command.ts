/** What stands before a command so that it runs in the sandbox of this machine. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TaskId, TaskSpec } from '../../task.ts';
import { writeWhole } from '../../write-whole.ts';
import type { Environment } from '../environment.ts';
import { bubblewrapArguments, type SandboxFacts } from './bubblewrap.ts';
import { findSandbox } from './find-sandbox.ts';
import { settingsFilesOf } from './git-settings-files.ts';
import { guardedPaths } from './guarded-paths.ts';
import { hiddenPaths, type HiddenPath } from './hidden-paths.ts';
import { homesOf, isHiddenIn, sandboxView } from './sandbox-view.ts';
import { seatbeltArguments } from './seatbelt.ts';
import { socketFilter } from './socket-filter.ts';

export type SandboxCommand =
  /** `sandbox-status.ts` says which descriptor they need. */
  | { readonly kind: 'ok'; readonly words: readonly string[] }
  /** It must not run, and why. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface SandboxCommandOptions {
  readonly id: TaskId;
  readonly spec: Pick<TaskSpec, 'cwd'> & { readonly sandbox: NonNullable<TaskSpec['sandbox']> };
  readonly environment: Environment;
  /** The folder of the tasks of this project, in the program's own folder. */
  readonly tasksFolder: string;
  readonly surroundings?: SandboxSurroundings | undefined;
}

/** What only the whole program knows. */
export interface SandboxSurroundings {
  /** Files and folders of the project that stay as they are, beside what git obeys; repositories by their `.git`. */
  readonly readOnly: readonly string[];
  /** The PATH of the command, which may not be that of the environment. */
  readonly searched: string | undefined;
  /** Folders with the user's settings and compiled code, which the command neither sees nor changes. */
  readonly own: readonly string[];
}

const NO_SURROUNDINGS = { readOnly: [], searched: undefined, own: [] };

export function sandboxCommand(options: SandboxCommandOptions): SandboxCommand {
  const { spec, environment } = options;
  const program = findSandbox(environment);
  if (program === undefined) return { kind: 'failed', reason: 'it has to run in a sandbox, and there is none here' };
  const { root, network } = spec.sandbox;
  if (path.dirname(root) === root) return { kind: 'failed', reason: 'a sandbox cannot leave the whole disk writable' };
  try {
    const facts = factsOf(options);
    if (isHiddenIn(facts.view, spec.cwd)) return { kind: 'failed', reason: hiddenFolder(spec.cwd) };
    if (program.kind === 'seatbelt') return { kind: 'ok', words: [program.file, ...seatbeltArguments(facts)] };
    if (network) return { kind: 'ok', words: [program.file, ...bubblewrapArguments(facts)] };
    const filter = socketFilter(process.arch);
    if (filter === undefined) return { kind: 'failed', reason: noFilter() };
    const file = keptFilter(facts.temporary, filter);
    const words = [program.file, ...bubblewrapArguments(facts, FILTER_DESCRIPTOR)];
    return { kind: 'ok', words: ['/bin/sh', '-c', `exec ${FILTER_DESCRIPTOR}<"$0" && exec "$@"`, file, ...words] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: `its sandbox cannot be made: ${reason}` };
  }
}

const FILTER_DESCRIPTOR = 3;

function hiddenFolder(cwd: string): string {
  return `${cwd} is hidden in the sandbox; sandboxReadable shows more of the home folder`;
}

function noFilter(): string {
  return `on this processor (${process.arch}) a sandbox cannot take away sockets; set sandboxNetwork to true`;
}

function factsOf({ id, spec, environment, tasksFolder, surroundings }: SandboxCommandOptions): SandboxFacts {
  const { readOnly, own, searched = environment['PATH'] } = surroundings ?? NO_SURROUNDINGS;
  const { root, network, readable = [] } = spec.sandbox;
  const temporary = path.resolve(tasksFolder, '..', 'tmp');
  fs.mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const writable = [root, ...spec.sandbox.writable].map((folder) => fs.realpathSync(folder));
  const homes = homesOf(environment);
  const settings = settingsFilesOf(root, environment);
  const view = sandboxView({
    homes,
    environment: { ...environment, PATH: searched },
    personal: settings.personal,
    writable,
    readable: readable.flatMap(existing),
    hidden: hiddenPaths({ homes, more: [] }),
    own: [stateFolder(tasksFolder), ...own].flatMap(asHidden),
    program: [path.dirname(fileURLToPath(import.meta.url))],
    guarded: guardedPaths({ root, writable, more: readOnly, settings }),
  });
  return { taskId: id, cwd: spec.cwd, network, view, temporary, searched };
}

/** The state folder, with what it keeps of all projects. */
function stateFolder(tasksFolder: string): string {
  const projects = path.resolve(tasksFolder, '..', '..');
  return path.basename(projects) === 'projects' ? path.dirname(projects) : tasksFolder;
}

function asHidden(file: string): readonly HiddenPath[] {
  return existing(file).map((real) => ({ path: real, kind: fs.statSync(real).isDirectory() ? 'folder' : 'file' }));
}

/** With links resolved; nothing of what is not there. */
function existing(file: string): readonly string[] {
  try {
    return [fs.realpathSync(file)];
  } catch {
    return [];
  }
}

/** The filter in a file beside the folder that the command can write. */
function keptFilter(temporary: string, filter: Buffer): string {
  const file = path.join(path.dirname(temporary), `sockets-${process.arch}.bpf`);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(filter)) return file;
  writeWhole(file, filter);
  return file;
}
