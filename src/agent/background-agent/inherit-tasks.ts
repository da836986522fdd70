import type { BackgroundManager } from '../../background/manager-contract.ts';
import { agentOf, agentSession, isEnded, type Task } from '../../background/task.ts';

/**
 * Gives what an agent left running when its program crashed to the session that had started it: nobody else would be
 * told of its end. Answers how to leave that.
 */
export function inheritTasks(tasks: BackgroundManager, sessionId: string): () => void {
  return tasks.subscribe(({ type }) => {
    if (type !== 'task_started' && type !== 'task_done') return;
    for (const task of tasks.list()) if (isOrphan(task)) tasks.assign(task.id, sessionId);
  });

  function isOrphan(task: Task): boolean {
    const agent = agentOf(task.spec.sessionId);
    if (isEnded(task) || agent === undefined || task.spec.sessionId !== agentSession(sessionId, agent)) return false;
    const owner = tasks.get(agent);
    return owner !== undefined && isEnded(owner) && owner.status.end.kind === 'lost';
  }
}
