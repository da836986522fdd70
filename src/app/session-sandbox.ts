/** The sandbox in which the commands of a session run, tried before the first of them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProgramPorts } from '../agent/mcp/program-transport.ts';
import { outsideEnvironment } from '../background/local/outside-environment.ts';
import { findSandbox } from '../background/local/sandbox/find-sandbox.ts';
import { sandboxCommand, type SandboxSurroundings } from '../background/local/sandbox/sandbox-command.ts';
import { trySandbox } from '../background/local/sandbox/try-sandbox.ts';
import { isWithin } from '../background/local/sandbox/within.ts';
import type { EndedTask, SandboxSpec } from '../background/task.ts';
import type { SandboxState } from '../agent/events.ts';
import type { Config } from '../config.ts';
import { watchSandbox } from './sandbox-watch.ts';

/** The sandbox of a session. */
export interface SessionSandbox {
  readonly spec: SandboxSpec;
  /** Of all that runs outside of it. */
  readonly environment: NodeJS.ProcessEnv;
  surroundings(): SandboxSurroundings;
  /** The same sandbox for programs that are no tasks. */
  readonly forServers: NonNullable<ProgramPorts['sandbox']>;
  /** A task has ended. */
  onEnd(task: EndedTask): void;
  close(): Promise<void>;
}

export type OpenedSandbox =
  | { readonly kind: 'ok'; readonly sandbox: SessionSandbox | undefined; readonly state: SandboxState }
  /** It was wished for and does not work; the sentence says why and what to do. */
  | { readonly kind: 'refused'; readonly sentence: string };

export interface SandboxPorts {
  readonly environment: NodeJS.ProcessEnv;
  readonly tasksFolder: string;
  /** Files that commands of the settings run. */
  readonly scripts: readonly string[];
  /** Tells the user. */
  report(sentence: string): void;
  /** Tells the user and the model. */
  warn(sentence: string): void;
}

export async function openSandbox(
  config: Pick<Config, 'cwd' | 'sandbox' | 'ownFolders'>,
  { environment: given, tasksFolder, scripts, report, warn }: SandboxPorts,
): Promise<OpenedSandbox> {
  if (!config.sandbox.on) {
    return { kind: 'ok', sandbox: undefined, state: findSandbox(given) === undefined ? 'none' : 'offered' };
  }
  const spec = sandboxSpec(config);
  const environment = outsideEnvironment(given, [spec.root, ...spec.writable]);
  const { ownFolders: own } = config;
  const searched = given['PATH'];
  const places = { environment, tasksFolder };
  const first = { readOnly: scripts, searched, own };
  const tried = await trySandbox({ ...places, surroundings: first, spec: { cwd: spec.root, sandbox: spec } });
  if (tried.kind !== 'works') return { kind: 'refused', sentence: tried.sentence };
  // What the trial made is there before.
  const watch = await watchSandbox({ spec, environment, scripts, say: warn });
  const surroundings = () => ({ readOnly: watch.begin(), searched, own });
  const told = new Set<string>();
  const sandbox: SessionSandbox = {
    spec,
    environment,
    surroundings,
    forServers: ({ id, cwd, words }) => {
      const readable = [...(spec.readable ?? []), ...namedFolders(cwd, words)];
      const used = { cwd, sandbox: { ...spec, readable } };
      return sandboxCommand({ id, spec: used, ...places, surroundings: surroundings() });
    },
    onEnd({ spec: { sandbox: used }, status: { end } }) {
      if (used !== undefined) watch.look();
      if (end.kind !== 'failed-to-start' || end.part !== 'sandbox' || told.has(end.reason)) return;
      told.add(end.reason);
      report(`A command did not run, because ${end.reason}.`);
    },
    close: watch.close,
  };
  return { kind: 'ok', sandbox, state: spec.network ? 'online' : 'offline' };
}

export function sandboxSpec({ cwd, sandbox }: Pick<Config, 'cwd' | 'sandbox'>): SandboxSpec {
  const { network, writable, readable } = sandbox;
  return { root: cwd, writable, readable, network };
}

/** What the settings of a server name is shown to it: the folder it runs in, and those that its arguments lie in. */
function namedFolders(cwd: string, words: readonly string[]): readonly string[] {
  const named = words.filter((word) => path.isAbsolute(word)).flatMap((file) => folderOf(file) ?? []);
  return [cwd, ...named].filter((folder) => !isWithin(folder, os.homedir()));
}

function folderOf(file: string): string | undefined {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined || stats.isDirectory() ? stats && file : path.dirname(file);
}
