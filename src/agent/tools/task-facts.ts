import { expectationOf, type Task } from '../../background/task.ts';
import { seconds } from './words.ts';

/**
 * What is known of a task that runs, to stand after its state: ` · its output says: 42 % · about 7.0 s left, going by
 * earlier runs · listens on TCP port 5173`. Empty when nothing is known.
 */
export function factsAfter(task: Task, now: number): string {
  const { phase } = task.status;
  if (phase !== 'running' && phase !== 'paused') return '';
  const facts = [...progressWords(task), ...expectedWords(task, now), ...portWords(task)];
  return facts.map((fact) => ` · ${fact}`).join('');
}

function progressWords({ output }: Task): readonly string[] {
  return output.progress === undefined ? [] : [`its output says: ${output.progress.words}`];
}

function expectedWords(task: Task, now: number): readonly string[] {
  const expected = expectationOf(task, now);
  if (expected === undefined) return [];
  switch (expected.kind) {
    case 'left':
      return [`about ${seconds(expected.ms)} left, going by earlier runs`];
    case 'due':
      return [`earlier runs took ${seconds(expected.ms)}`];
    case 'slow':
      return [`slower than usual: earlier runs took ${seconds(expected.ms)}`];
    default:
      return expected.kind satisfies never;
  }
}

function portWords({ ports = [] }: Task): readonly string[] {
  if (ports.length === 0) return [];
  return [`listens on TCP ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`];
}
