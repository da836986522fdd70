import { spawn, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TaskId, TaskSpec } from '../task.ts';
import { uptime } from './clock-drift.ts';
import { bootId } from './boot-id.ts';
import { commandEnvironment, type Environment, ownExports } from './environment.ts';
import { findProgram, findShell } from './find-shell.ts';
import { sandboxCommand, type SandboxCommand, type SandboxSurroundings } from './sandbox/sandbox-command.ts';
import { withoutSecrets } from './sandbox/secret-variables.ts';
import { startOf } from './processes-proc.ts';
import { namespaceRecord } from './pid-namespace.ts';
import { NO_PROCESS } from './process-tree.ts';
import { folderFailure, missingFolder, missingScript, missingShell, spawnFailure } from './start-failure.ts';
import { putInput } from './stdin-folder.ts';
import { createTaskFolder } from './task-folder.ts';

export interface LaunchOptions {
  readonly id: TaskId;
  readonly spec: TaskSpec;
  readonly folder: string;
  readonly environment: Environment;
  readonly createdAt: number;
  readonly supervisorScript: URL;
  readonly limitScript: URL;
  readonly segmentBytes: number;
  readonly keptSegments: number;
  readonly lowDiskBytes: number;
  readonly niceness: number;
  /** Holds `folder`. */
  readonly tasksFolder: string;
  readonly surroundings?: (() => SandboxSurroundings) | undefined;
}

export type Launch =
  | { readonly kind: 'failed'; readonly reason: string; readonly part?: 'sandbox' }
  | { readonly kind: 'launched'; readonly supervisor: Supervisor };

export interface Supervisor {
  readonly pid: number;
  /** In the units of `MachineProcess.started`. */
  readonly startedAt: number;
  /** Settles when the supervisor is no more, or may be; with a reason when it could not even start. */
  readonly gone: Promise<string | undefined>;
}

/** Starts the supervisor of a command in a session of its own. It lives on when this program ends. */
export function launch(options: LaunchOptions): Launch {
  const { id, spec, folder, createdAt } = options;
  const shell = findShell(options.environment);
  if (shell === undefined) return { kind: 'failed', reason: missingShell() };
  if (!isFolder(spec.cwd)) return { kind: 'failed', reason: missingFolder(spec.cwd) };
  if (spec.pty && findProgram('script', options.environment) === undefined) {
    return { kind: 'failed', reason: missingScript() };
  }
  const sandbox = sandboxOf(options);
  if (sandbox.kind === 'failed') return { ...sandbox, part: 'sandbox' };
  try {
    createTaskFolder(folder, {
      version: 1,
      id,
      spec,
      createdAt,
      uptime: uptime(),
      bootId: bootId(),
      ...namespaceRecord(),
    });
    if (isFed(spec)) putInput(folder, spec.input ?? '', { eof: spec.stdin !== 'open' });
  } catch (error) {
    return { kind: 'failed', reason: folderFailure(error, folder) };
  }
  return { kind: 'launched', supervisor: startSupervisor(options, { shell, sandbox: sandbox.words }) };
}

function sandboxOf({ id, spec, environment, tasksFolder, surroundings }: LaunchOptions): SandboxCommand {
  const { sandbox } = spec;
  if (sandbox === undefined) return { kind: 'ok', words: [] };
  return sandboxCommand({
    id,
    spec: { ...spec, sandbox },
    environment,
    tasksFolder,
    surroundings: surroundings?.(),
  });
}

function isFolder(path: string): boolean {
  try {
    return fs.statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether its stdin is anything but empty. */
function isFed({ stdin, input }: TaskSpec): boolean {
  return stdin === 'open' || (input ?? '') !== '';
}

interface Started {
  readonly shell: string;
  /** What stands before the command; nothing without a sandbox. */
  readonly sandbox: readonly string[];
}

function startSupervisor(options: LaunchOptions, { shell, sandbox }: Started): Supervisor {
  const { id, spec, folder, environment, niceness } = options;
  const script = fileURLToPath(options.supervisorScript);
  const bounds = [options.segmentBytes, options.keptSegments, Math.ceil(options.lowDiskBytes / 1024)];
  const inherited = sandbox.length === 0 ? environment : withoutSecrets(environment);
  return spawned([script, folder, ...bounds.map(String), ...sandbox], {
    cwd: spec.cwd,
    env: {
      ...commandEnvironment(inherited, id),
      MEANWHILE_COMMAND: spec.command,
      MEANWHILE_SHELL: shell,
      MEANWHILE_NICENESS: String(niceness),
      MEANWHILE_EXPORTS: ownExports(spec),
      MEANWHILE_STDIN: isFed(spec) ? 'fed' : '',
      MEANWHILE_LIMIT: spec.timeLimit === null ? '' : String(Math.ceil(spec.timeLimit / 1000) + LIMIT_GRACE),
      MEANWHILE_LIMIT_SCRIPT: fileURLToPath(options.limitScript),
      MEANWHILE_TERMINAL: spec.pty ? (process.platform === 'darwin' ? 'bsd' : 'linux') : '',
    },
  });
}

/** Seconds after which the supervisor does what a program that is there does at the time limit itself. */
const LIMIT_GRACE = 2;

/** By Node itself: with execa, a tenth more would have to be loaded before the first frame. */
function spawned(args: readonly string[], options: SpawnOptions & { readonly cwd: string }): Supervisor {
  try {
    const child = spawn('/bin/sh', args, { ...options, detached: true, stdio: 'ignore' });
    child.unref();
    const gone = new Promise<string | undefined>((resolve) => {
      child.once('exit', () => resolve(undefined));
      child.once('error', (error) => resolve(spawnFailure(error, options.cwd)));
    });
    const pid = child.pid ?? NO_PROCESS;
    return { pid, startedAt: startOf(pid), gone };
  } catch (error) {
    return { pid: NO_PROCESS, startedAt: 0, gone: Promise.resolve(spawnFailure(error, options.cwd)) };
  }
}
