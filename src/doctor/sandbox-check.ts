/** Whether commands can run in a sandbox, as the settings want it. Containers and hardened kernels often forbid it. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sandboxSpec } from '../app/session-sandbox.ts';
import { trySandbox } from '../background/local/sandbox/try-sandbox.ts';
import type { Config } from '../config.ts';
import { foldersOf } from '../config/folders.ts';
import { broken, fine, weak, type Check } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export async function sandboxCheck(config: Config, environment: Environment): Promise<Check> {
  const isWanted = config.sandbox.on;
  const spec = sandboxSpec(config);
  const tried = isWanted
    ? await trySandbox({ environment, tasksFolder: foldersOf(config).tasks, spec: { cwd: spec.root, sandbox: spec } })
    : await tryElsewhere(environment, spec.network);
  if (tried.kind === 'works') return fine('sandbox', spec.network ? tried.file : `${tried.file}, without the network`);
  return (isWanted ? broken : weak)('sandbox', tried.sentence, '');
}

/** Where nobody wants one, nothing is made in the project. */
async function tryElsewhere(environment: Environment, network: boolean) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-doctor-')));
  try {
    const spec = { cwd: folder, sandbox: { root: folder, writable: [], network } };
    return await trySandbox({ environment, tasksFolder: path.join(folder, 'p', 'tasks'), spec });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
