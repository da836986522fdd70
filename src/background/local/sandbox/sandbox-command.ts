/** What stands before a command so that it runs in the sandbox of this machine. */
import fs from 'node:fs';
import path from 'node:path';
import type { TaskId, TaskSpec } from '../../task.ts';
import type { Environment } from '../environment.ts';
import { bubblewrapArguments } from './bubblewrap.ts';
import { findSandbox } from './find-sandbox.ts';
import { guardedPaths } from './guarded-paths.ts';
import { hiddenPaths } from './hidden-paths.ts';
import { seatbeltArguments } from './seatbelt.ts';

export type SandboxCommand =
  | { readonly kind: 'ok'; readonly words: readonly string[] }
  /** It must not run, and why. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface SandboxCommandOptions {
  readonly id: TaskId;
  readonly spec: Pick<TaskSpec, 'cwd'> & { readonly sandbox: NonNullable<TaskSpec['sandbox']> };
  readonly environment: Environment;
  /** The folder of the tasks of this project, in the program's own folder. */
  readonly tasksFolder: string;
}

export function sandboxCommand({ id, spec, environment, tasksFolder }: SandboxCommandOptions): SandboxCommand {
  const program = findSandbox(environment);
  if (program === undefined) return { kind: 'failed', reason: 'it has to run in a sandbox, and there is none here' };
  const { root, network, writable } = spec.sandbox;
  if (path.dirname(root) === root) return { kind: 'failed', reason: 'a sandbox cannot leave the whole disk writable' };
  const home = environment['HOME'] ?? '/root';
  const ours = [
    ownFolder(tasksFolder),
    path.join(environment['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'meanwhile'),
  ];
  try {
    const temporary = path.resolve(tasksFolder, '..', 'tmp');
    fs.mkdirSync(temporary, { recursive: true, mode: 0o700 });
    const options = {
      taskId: id,
      cwd: spec.cwd,
      writable: [root, ...writable].map((folder) => fs.realpathSync(folder)),
      network,
      hidden: hiddenPaths({ home, more: ours }),
      guarded: guardedPaths(root),
      temporary,
    };
    const words = program.kind === 'bubblewrap' ? bubblewrapArguments(options) : seatbeltArguments(options);
    return { kind: 'ok', words: [program.file, ...words] };
  } catch (error) {
    return {
      kind: 'failed',
      reason: `its sandbox cannot be made: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The state folder, with what it keeps of all projects. */
function ownFolder(tasksFolder: string): string {
  const projects = path.resolve(tasksFolder, '..', '..');
  return path.basename(projects) === 'projects' ? path.dirname(projects) : tasksFolder;
}

/** The environment without what opens doors: names that speak of secrets, and sockets of helpers. */
export function withoutSecrets(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRET.test(name)));
}

const SECRET =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY|ACCESS_KEY_ID|AUTH)(?:_|$)|^(?:SSH_AUTH_SOCK|SSH_AGENT_PID|GPG_AGENT_INFO|DBUS_SESSION_BUS_ADDRESS|DOCKER_HOST|XAUTHORITY|DISPLAY|WAYLAND_DISPLAY|TMUX)$/i;
