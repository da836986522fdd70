import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schedule } from '../../src/background/scheduler.ts';
import { outcomeOf } from '../../src/background/task-outcome.ts';
import { isEnded } from '../../src/background/task.ts';
import type { Task, TaskEnd, TaskSpec, TaskStatus } from '../../src/background/task.ts';
import { endedTask, exitZero, runningTask, spec } from '../fixtures/tasks.ts';

const queued = (id: string, more: Partial<TaskSpec> = {}, waitsFor: readonly string[] = []): Task =>
  taskOf(id, { phase: 'queued', since: 0, waitsFor }, more);
const running = (id: string, more: Partial<TaskSpec> = {}) => taskOf(id, { phase: 'running', startedAt: 0 }, more);
const ended = (id: string, end: Partial<TaskEnd> = {}, more: Partial<TaskSpec> = {}) =>
  endedTask({ id, spec: { ...spec, ...more } }, { ...exitZero, ...end } as TaskEnd);
const start = (id: string) => ({ kind: 'start', id });

function taskOf(id: string, status: TaskStatus, more: Partial<TaskSpec>): Task {
  return runningTask({ id, status, spec: { ...spec, timeLimit: 60_000, ...more } });
}

describe('a place', () => {
  test.each<[string, Task]>([
    ['runs', running('a')],
    ['starts', taskOf('a', { phase: 'starting', since: 0 }, {})],
    ['is being stopped', taskOf('a', { phase: 'stopping', startedAt: 0, since: 0, by: 'user' }, {})],
  ])('is taken by a task that %s', (_name, task) => {
    expect(schedule([task, queued('b')], { parallel: 1, agents: 1 })).toEqual([]);
  });

  test.each<[string, Task]>([
    ['has ended', ended('a', {}, { timeLimit: 60_000 })],
    ['is paused', taskOf('a', { phase: 'paused', startedAt: 0, since: 0 }, {})],
    ['has no time limit', running('a', { timeLimit: null })],
    ['somebody waits for in the foreground', { ...running('a'), attended: true }],
  ])('is not taken by a task that %s', (_name, task) => {
    expect(schedule([task, queued('b')], { parallel: 1, agents: 1 })).toEqual([start('b')]);
  });

  test('is not needed by a server, nor by what somebody waits for', () => {
    const tasks = [running('a'), queued('b'), queued('c', { timeLimit: null }), { ...queued('d'), attended: true }];
    expect(schedule(tasks, { parallel: 1, agents: 1 })).toEqual([start('c'), start('d')]);
  });

  test('goes to those that are ready, in the order in which they came', () => {
    const tasks = [running('a'), queued('b', { after: ['a'] }, ['a']), queued('c'), queued('d'), queued('e')];
    expect(schedule(tasks, { parallel: 3, agents: 1 })).toEqual([start('c'), start('d')]);
  });
});

describe('a task with dependencies', () => {
  test('waits for those that have not ended, each named once', () => {
    const tasks = [running('a'), ended('b'), running('c')];
    const step = { kind: 'wait', id: 'd', waitsFor: ['a', 'c'] };
    expect(
      schedule([...tasks, queued('d', { after: ['a', 'b'], afterAnyEnd: ['c', 'a'] })], { parallel: 9, agents: 1 }),
    ).toEqual([step]);
    expect(schedule([...tasks, queued('d', { after: ['a', 'c'] }, ['a', 'c'])], { parallel: 9, agents: 1 })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<TaskEnd>, string]>([
    ['failed', { kind: 'exited', code: 3 }, 'failed (exit 3)'],
    ['was killed', { kind: 'signalled', signal: 'SIGKILL', by: 'outside' }, 'failed (SIGKILL from outside)'],
    ['timed out', { kind: 'timed-out', after: 1_000, by: 'time limit' }, 'reached its time limit'],
    ['was stopped', { kind: 'exited', code: 0, by: 'user' }, 'was stopped'],
    ['did not start', { kind: 'failed-to-start', reason: 'r' }, 'did not start'],
    ['was skipped by the user', { kind: 'skipped', reason: 'r', by: 'user' }, 'was skipped'],
    ['was lost', { kind: 'lost', reason: 'r', by: 'unknown' }, 'was lost'],
  ])('is skipped when one of them %s, also while another runs', (_name, end, words) => {
    const tasks = [running('a'), ended('b', end), queued('c', { after: ['a', 'b'] }, ['a', 'b'])];
    expect(schedule(tasks, { parallel: 9, agents: 1 })).toEqual([
      { kind: 'skip', id: 'c', reason: `it needed b, which ${words}` },
    ]);
    expect(schedule([ended('b', end), queued('c', { afterAnyEnd: ['b'] }, ['b'])], { parallel: 9, agents: 1 })).toEqual(
      [start('c')],
    );
  });

  test('is skipped with the label of what it needed, beside its id', () => {
    const build = ended('b', { kind: 'exited', code: 3 });
    const named = { ...build, spec: { ...build.spec, label: 'unit tests' } };
    expect(schedule([named, queued('c', { after: ['b'] }, ['b'])], { parallel: 9, agents: 1 })).toEqual([
      { kind: 'skip', id: 'c', reason: 'it needed unit tests (b), which failed (exit 3)' },
    ]);
  });

  test('starts after one that completed and left processes running', () => {
    expect(
      schedule([ended('a', { leftRunning: 1 }), queued('b', { after: ['a'] })], { parallel: 9, agents: 1 }),
    ).toEqual([start('b')]);
  });

  test('is skipped with all that need it, each naming what failed first', () => {
    const tasks = [
      ended('a', { kind: 'exited', code: 1 } as TaskEnd),
      ended('b', { kind: 'skipped', reason: 'it needed a, which failed (exit 1)' }, { after: ['a'] }),
      queued('c', { after: ['b'] }),
      queued('d', { after: ['c'] }),
      queued('e', { afterAnyEnd: ['d'] }),
    ];
    const reason = (id: string) => `it needed ${id}, which was skipped because a failed (exit 1)`;
    expect(schedule(tasks, { parallel: 9, agents: 1 })).toEqual([
      { kind: 'skip', id: 'c', reason: reason('b') },
      { kind: 'skip', id: 'd', reason: reason('c') },
      start('e'),
    ]);
  });

  test('is skipped when one of them is not known', () => {
    const step = { kind: 'skip', id: 'a', reason: 'it needed x, which is not known' };
    expect(schedule([queued('a', { after: ['x'] })], { parallel: 9, agents: 1 })).toEqual([step]);
  });
});

test('never more than the limit, never before its dependencies, nobody waits for ever, and everything ends', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(
        fc.record({
          needs: fc.array(fc.nat(), { maxLength: 3 }),
          any: fc.array(fc.nat(), { maxLength: 2 }),
          fails: fc.boolean(),
          server: fc.boolean(),
        }),
        { maxLength: 25 },
      ),
      fc.infiniteStream(fc.nat()),
      (parallel, plans, choices) => {
        const world = createWorld(parallel);
        for (const [index, { needs, any, server, fails }] of plans.entries()) {
          const older = (numbers: readonly number[]) => (index === 0 ? [] : numbers.map((one) => String(one % index)));
          world.add({ after: older(needs), afterAnyEnd: older(any), timeLimit: server ? null : 1_000 }, fails);
          if (Number(choices.next().value) % 3 === 0) world.endOne(Number(choices.next().value));
        }
        while (world.endOne(Number(choices.next().value)));
        expect(world.tasks().map(({ status }) => status.phase)).toEqual(plans.map(() => 'done'));
      },
    ),
    { numRuns: 300 },
  );
});

/** Runs what it is told to start, and checks after each step that it was right. */
function createWorld(parallel: number) {
  const tasks: Task[] = [];
  const failing = new Set<string>();
  const put = (id: string, status: TaskStatus) => {
    const index = tasks.findIndex((task) => task.id === id);
    tasks[index] = { ...(tasks[index] as Task), status };
  };
  const find = (id: string) => tasks.find((task) => task.id === id) as Task;
  const outcome = (id: string) => {
    const task = find(id);
    return isEnded(task) ? outcomeOf(task.status.end) : 'live';
  };
  const done = (id: string, end: Partial<TaskEnd>) =>
    put(id, { phase: 'done', startedAt: 0, end: { ...exitZero, ...end } as TaskEnd });

  function settle(): void {
    const before = tasks.filter((task) => task.status.phase === 'queued');
    for (const step of schedule(tasks, { parallel, agents: 1 })) {
      if (step.kind === 'wait') put(step.id, { phase: 'queued', since: 0, waitsFor: step.waitsFor });
      if (step.kind === 'skip') done(step.id, { kind: 'skipped', reason: step.reason } as TaskEnd);
      if (step.kind === 'start') put(step.id, { phase: 'running', startedAt: 0 });
    }
    check(before);
    expect(schedule(tasks, { parallel, agents: 1 })).toEqual([]);
  }

  function check(before: readonly Task[]): void {
    const inPlaces = tasks.filter(
      ({ status, spec: { timeLimit } }) => status.phase === 'running' && timeLimit !== null,
    );
    expect(inPlaces.length).toBeLessThanOrEqual(parallel);
    for (const {
      id,
      spec: { after = [], afterAnyEnd = [], timeLimit },
    } of before) {
      const { status } = find(id);
      const failed = after.some((one) => !['live', 'completed'].includes(outcome(one)));
      const ready = [...after, ...afterAnyEnd].every((one) => outcome(one) !== 'live');
      expect(status.phase === 'done').toBe(failed);
      if (status.phase === 'running') expect(ready).toBe(true);
      // Whoever is ready and waits, waits for a place, and nobody who came later has got one now.
      if (status.phase !== 'queued' || !ready) continue;
      expect({ timeLimit, taken: inPlaces.length }).toEqual({ timeLimit: 1_000, taken: parallel });
      const later = before.slice(before.findIndex((task) => task.id === id));
      expect(later.filter((task) => task.spec.timeLimit !== null && find(task.id).status.phase === 'running')).toEqual(
        [],
      );
    }
  }

  return {
    tasks: () => tasks,
    add(more: Partial<TaskSpec>, fails: boolean): void {
      const id = String(tasks.length);
      if (fails) failing.add(id);
      tasks.push(queued(id, more));
      settle();
    },
    /** Ends one that runs; false when none does. */
    endOne(choice: number): boolean {
      const live = tasks.filter(({ status }) => status.phase === 'running');
      const chosen = live[choice % live.length];
      if (chosen === undefined) return false;
      done(chosen.id, failing.has(chosen.id) ? ({ kind: 'exited', code: 1 } as TaskEnd) : {});
      settle();
      return true;
    },
  };
}
