/**
 * The program is killed with -9 at random moments, again and again, and started anew with --continue. At the end every
 * task has one true end, and every end stands exactly once in what the model was told (FIELD D1, D5, P1, P3, P5).
 *
 * CRASH_ROUNDS=200 is the long form; CRASH_SEED repeats a run, as far as a machine's timing can be repeated.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { build } from 'esbuild';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readTask, taskFolders, type TaskOnDisk } from '../../src/background/local/find-tasks.ts';
import { startApiServer } from '../fixtures/api-server.ts';
import { killMarked, markedProcesses } from '../fixtures/marked-processes.ts';
import { answer, commandFor, faultsOf, wordsTold } from './model.ts';
import { createRandom } from './random.ts';

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** In milliseconds: how long it takes to start, and to answer and hear of the ends; when nothing more comes of it. */
const START_MS = 400;
const TURN_MS = 1_200;
const PATIENCE_MS = 3_000;

test(
  `every end is told once, whenever the program is killed (${ROUNDS} times)`,
  { timeout: 60_000 + ROUNDS * 5_000 },
  async () => {
    console.log(`CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
    const random = createRandom(SEED);
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'meanwhile-crash-')));
    const mark = randomUUID();
    const server = await startApiServer((body) => answer(body), { pace: 1 });
    onTestFinished(async () => {
      await killMarked(mark);
      await server.close();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    });
    const program = await buildProgram(root);
    const project = path.join(root, 'project');
    await mkdir(project);

    /** Starts the program; `moment` settles when it is to be killed. */
    async function live(args: readonly string[], moment: (hear: Hear) => Promise<unknown>): Promise<void> {
      const run = execa(process.execPath, [program, '--permissions', 'all', ...args], {
        cwd: project,
        reject: false,
        extendEnv: false,
        env: {
          PATH: process.env['PATH'],
          HOME: root,
          MEANWHILE_HOME: path.join(root, 'state'),
          ANTHROPIC_BASE_URL: server.url,
          ANTHROPIC_API_KEY: 'key-of-the-test',
          TEST_TERMINAL_MARK: mark,
        },
      });
      await Promise.race([moment(hearing(run.stdout)), run]);
      run.kill('SIGKILL');
      const { stderr, signal } = await run;
      if (signal !== 'SIGKILL') throw new Error(`The program ended by itself: ${stderr}`);
    }

    await live(['start 1'], (hear) => hear('turn_ended', 1));
    for (let round = 2; round <= ROUNDS; round++) {
      await live(['--continue', `start ${round}`], (hear) =>
        Promise.race([someMoment(random, hear), delay(PATIENCE_MS)]),
      );
    }
    const tasks = () => onDisk(path.join(root, 'state'));
    const last = () => server.requests.at(-1)!.body;
    const allTold = () => tasks().every((task) => hasEnd(task) && wordsTold(last()).has(numberOf(task)));
    // A turn answers whatever still waits, so that nothing is started after it.
    await live(['--continue', 'and?'], async (hear) => {
      await hear('turn_ended', 1);
      await expect.poll(allTold, { timeout: 20_000 + ROUNDS * 1_000, interval: 100 }).toBe(true);
    });
    // Once more, so that what the last start had told is seen to be told once.
    await live(['--continue', 'and?'], (hear) => hear('turn_ended', 1));

    const ends = recordedEnds(path.join(root, 'state'));
    for (const task of tasks()) {
      const number = numberOf(task);
      expect(task.record.spec.command).toBe(commandFor(number));
      expect(task.state).toEqual({ kind: 'done', code: number % 50 });
      expect(wordsTold(last()).get(number), `how often the end of ${task.record.id} was told`).toBe(1);
      expect(ends.get(task.record.id)).toEqual([number % 50]);
    }
    console.log(`${tasks().length} tasks, ${server.requests.length} requests`);
    expect(tasks().length).toBeGreaterThan(ROUNDS / 4);
    expect(server.requests.flatMap(({ body }) => faultsOf(body))).toEqual([]);
    await expect.poll(() => markedProcesses(mark), { timeout: 10_000 }).toEqual([]);
  },
);

/** While it starts, some time after it began to work, or right at one of the events that follow. */
async function someMoment(random: () => number, hear: Hear): Promise<void> {
  const [kind, share] = [random(), random()];
  if (kind < 0.15) return delay(share * START_MS);
  await hear('turn_started', 1);
  return kind < 0.5 ? delay(share * TURN_MS) : hear(undefined, Math.ceil(share * 30));
}

/** Settles when an event of that type, or any, was heard so often from now on. */
type Hear = (type: AgentEvent['type'] | undefined, count: number) => Promise<void>;

function hearing(output: NodeJS.ReadableStream): Hear {
  return (type, count) =>
    new Promise((resolve) => {
      let heard = 0;
      output.on('data', (chunk: Buffer) => {
        for (const line of String(chunk).split('\n')) {
          if (line !== '' && (type === undefined || line === type)) heard += 1;
        }
        if (heard >= count) resolve();
      });
    });
}

async function buildProgram(folder: string): Promise<string> {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const outfile = path.join(folder, 'program.mjs');
  // Packages in CommonJS want a `require`.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'error' } as const;
  await build({ ...options, entryPoints: [file('program.ts')], outfile, banner });
  await copyFile(file('../../src/background/local/supervise.sh'), path.join(folder, 'supervise.sh'));
  return outfile;
}

function onDisk(state: string): readonly TaskOnDisk[] {
  const folder = path.join(projectIn(state), 'tasks');
  return taskFolders(folder)
    .flatMap((id) => readTask(folder, id) ?? [])
    .filter((task) => task.state.kind !== 'never');
}

function hasEnd({ state }: TaskOnDisk): boolean {
  return state.kind === 'done' || state.kind === 'lost';
}

function numberOf({ record }: TaskOnDisk): number {
  return Number(/\d+(?= \+ 100000)/.exec(record.spec.command)?.[0]);
}

/** The exit codes with which the record says that each task ended. */
function recordedEnds(state: string): ReadonlyMap<string, readonly (number | string)[]> {
  const folder = path.join(projectIn(state), 'sessions');
  const ends = new Map<string, readonly (number | string)[]>();
  for (const line of readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))) {
    const event = line.startsWith('{') ? (JSON.parse(line) as AgentEvent) : undefined;
    if (event?.type !== 'task_done') continue;
    const { id, status } = event.task;
    ends.set(id, [...(ends.get(id) ?? []), status.end.kind === 'exited' ? status.end.code : status.end.kind]);
  }
  return ends;
}

function projectIn(state: string): string {
  const [name = ''] = readdirSync(path.join(state, 'projects'));
  return path.join(state, 'projects', name);
}
