/**
 * The program is killed with -9 at random moments, again and again, and started anew with --continue. At the end every
 * task has one true end, and every end, and what was watched for in its output, stands exactly once in what the model
 * was told (FIELD D1, D5, P1, P3, P5).
 *
 * CRASH_ROUNDS=200 is the long form, which CI runs; CRASH_LANES says how many sessions share the rounds at a time;
 * CRASH_SEED repeats a run, as far as a machine's timing can be repeated.
 */
import { copyFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { build, stop } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { packageOptions } from '../../scripts/build/packages.js';
import { killMarked, markedProcesses } from '../fixtures/marked-processes.ts';
import { runLane } from './lane.ts';

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);
const LANES = Number(process.env['CRASH_LANES'] ?? 4);
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

test(
  `every end and what was found in output is told once, whenever the program is killed, ${ROUNDS} times (FIELD D1, D5, P1, P3, P5)`,
  { timeout: 120_000 + ROUNDS * 5_000 },
  async () => {
    console.log(`CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS} CRASH_LANES=${LANES}`);
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'meanwhile-crash-')));
    const mark = randomUUID();
    onTestFinished(async () => {
      await stop();
      await killMarked(mark);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    });
    const program = await buildProgram(root);
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      runLane({
        root: path.join(root, String(lane)),
        program,
        mark,
        rounds: Math.floor((ROUNDS + lane) / LANES),
        seed: SEED + lane,
      }),
    );
    const ran = await Promise.all(lanes);
    const tasks = ran.reduce((sum, lane) => sum + lane.tasks, 0);
    console.log(`${tasks} tasks, ${ran.reduce((sum, { requests }) => sum + requests, 0)} requests`);
    expect(tasks).toBeGreaterThan(ROUNDS / 8);
    await expect.poll(() => markedProcesses(mark), { timeout: 10_000 }).toEqual([]);
  },
);

async function buildProgram(folder: string): Promise<string> {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const outfile = path.join(folder, 'program.mjs');
  const options = { ...packageOptions, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' } as const;
  await build({ ...options, entryPoints: [file('program.ts')], outfile });
  for (const script of ['supervise.sh', 'keep-limit.sh']) {
    await copyFile(file(`../../src/background/local/${script}`), path.join(folder, script));
  }
  return outfile;
}
