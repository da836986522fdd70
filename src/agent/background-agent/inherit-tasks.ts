import type { BackgroundManager } from '../../background/manager-contract.ts';
import { agentOf, agentSession, isEnded, type EndedTask, type Task, type TaskId } from '../../background/task.ts';

/**
 * Gives what an agent left when its program crashed to the session that had started it, what runs and what ended when
 * the agent was no more: nobody else would be told of its end. `adopt` takes an ended one and tells its end. Answers how
 * to leave that.
 */
export function inheritTasks(tasks: BackgroundManager, sessionId: string, adopt: (id: TaskId) => void): () => void {
  return tasks.subscribe((event) => {
    if (event.type !== 'task_started' && event.type !== 'task_done') return;
    const { task } = event;
    const agent = agentOf(task.spec.sessionId);
    if (agent !== undefined) inherit(task, lostAgent(tasks.get(agent)));
    const lost = lostAgent(task);
    // They may have been found before it.
    if (lost !== undefined) for (const one of tasks.list()) inherit(one, lost);
  });

  function inherit(task: Task, lost: EndedTask | undefined): void {
    if (lost === undefined || task.spec.sessionId !== agentSession(sessionId, lost.id)) return;
    if (!isEnded(task)) tasks.assign(task.id, sessionId);
    else if (task.status.end.at > lost.status.end.at) adopt(task.id);
  }
}

function lostAgent(task: Task | undefined): EndedTask | undefined {
  const isLost = task !== undefined && isEnded(task) && task.status.end.kind === 'lost';
  return isLost && task.spec.hosted?.kind === 'agent' ? task : undefined;
}
