/** One session whose program is killed again and again, with a server, a project and a state folder of its own. */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, onTestFinished } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readTask, taskFolders, type TaskOnDisk } from '../../src/background/local/find-tasks.ts';
import { startApiServer } from '../fixtures/api-server.ts';
import { answer, commandFor, endsTold, faultsOf, findingsTold, linesShown } from './model.ts';
import { createRandom } from './random.ts';

export interface LaneOptions {
  /** A folder of its own. */
  readonly root: string;
  /** The file of the program. */
  readonly program: string;
  /** By which the processes of the test are known. */
  readonly mark: string;
  readonly rounds: number;
  readonly seed: number;
}

/** In milliseconds: how long it takes to start, and to answer and hear of the ends. */
const START_MS = 400;
const TURN_MS = 1_200;
/** When nothing more comes of it: of a start on a busy machine, of a turn. */
const START_PATIENCE_MS = 20_000;
const TURN_PATIENCE_MS = 3_000;

/** Kills and starts it so often, then looks at what has come of it all. Answers how many tasks and requests there were. */
export async function runLane(options: LaneOptions): Promise<{ readonly tasks: number; readonly requests: number }> {
  const { root, program, mark, rounds, seed } = options;
  const random = createRandom(seed);
  const server = await startApiServer((body) => answer(body), { pace: 1 });
  onTestFinished(() => server.close());
  const project = path.join(root, 'project');
  await mkdir(project, { recursive: true });

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
  for (let round = 2; round <= rounds + 1; round++) {
    await live(['--continue', `start ${round}`], (hear) => someMoment(random, hear));
  }
  const tasks = () => onDisk(path.join(root, 'state'));
  const last = () => server.requests.at(-1)!.body;
  const allTold = () => tasks().every((task) => hasEnd(task) && endsTold(last()).has(numberOf(task)));
  // A turn answers whatever still waits, so that nothing is started after it.
  await live(['--continue', 'and?'], async (hear) => {
    await hear('turn_ended', 1);
    await expect.poll(allTold, { timeout: 60_000 + rounds * 1_000, interval: 100 }).toBe(true);
  });
  // Once more, so that what the last start had told is seen to be told once.
  await live(['--continue', 'and?'], (hear) => hear('turn_ended', 1));

  const ends = recordedEnds(path.join(root, 'state'));
  for (const task of tasks()) {
    const number = numberOf(task);
    expect(task.record.spec.command).toBe(commandFor(number));
    expect(task.state).toEqual({ kind: 'done', code: number % 50 });
    expect(endsTold(last()).get(number), `how often the end of ${task.record.id} was told`).toBe(1);
    if (task.record.spec.notifyOn !== undefined) {
      // Not again beside the end that shows it.
      const often = findingsTold(last()).get(number) ?? 0;
      expect(often, `how often the output of ${task.record.id} was told`).toBeLessThanOrEqual(1);
      expect(linesShown(last()).get(number), `how often the output of ${task.record.id} was shown`).toBe(1 + often);
    }
    expect(ends.get(task.record.id)).toEqual([number % 50]);
  }
  expect(server.requests.flatMap(({ body }) => faultsOf(body))).toEqual([]);
  return { tasks: tasks().length, requests: server.requests.length };
}

/** While it starts, some time after it began to work, or right at one of the events that follow. */
async function someMoment(random: () => number, hear: Hear): Promise<void> {
  const [kind, share] = [random(), random()];
  if (kind < 0.15) return delay(share * START_MS);
  await Promise.race([hear('turn_started', 1), delay(START_PATIENCE_MS)]);
  if (kind < 0.5) return delay(share * TURN_MS);
  return Promise.race([hear(undefined, Math.ceil(share * 30)), delay(TURN_PATIENCE_MS)]);
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
  for (const line of readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))) {
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
