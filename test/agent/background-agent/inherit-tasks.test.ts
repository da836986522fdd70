import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { inheritTasks } from '../../../src/agent/background-agent/inherit-tasks.ts';
import type { HostedPorts } from '../../../src/background/hosted-work.ts';
import { agentSession } from '../../../src/background/task.ts';
import { openBackground } from '../../background/open-background.ts';

test('what an agent left running when its program crashed is its session’s from then on', async () => {
  let print: HostedPorts['print'] = () => undefined;
  const untilStopped = (_task: unknown, ports: HostedPorts) => {
    print = ports.print;
    return new Promise<object>((resolve) => ports.signal.addEventListener('abort', () => resolve({})));
  };
  const first = await openBackground({ work: untilStopped });
  const agent = first.run('think', { hosted: { kind: 'agent' } });
  const own = first.run('sleep 600', { sessionId: agentSession('test', agent.id) });
  const ended = await first.runToEnd('true', { sessionId: agentSession('test', agent.id) });
  const others = first.run('sleep 601', { sessionId: agentSession('other', agent.id) });
  await vi.waitFor(() => expect(first.manager.get(own.id)?.status.phase).toBe('running'), 10_000);
  await vi.waitFor(() => expect(first.manager.get(agent.id)?.status.phase).toBe('running'), 10_000);
  // The last sign of life of the agent comes after that end.
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(ended.status.end.at + 20), 10_000);
  print('What next?');
  await vi.waitFor(() => expect(first.manager.get(agent.id)?.output.size).toBeGreaterThan(0), 10_000);
  await crash(agent.logFolder);
  const late = await first.runToEnd('sleep 0.2', { sessionId: agentSession('test', agent.id) });

  const next = await openBackground({ tasksFolder: first.tasksFolder });
  const adopted: string[] = [];
  inheritTasks(next.manager, 'test', (id) => adopted.push(id));
  await next.manager.adopt(() => true);
  expect(next.manager.get(agent.id)?.status).toMatchObject({ phase: 'done', end: { kind: 'lost' } });
  expect(next.manager.get(own.id)).toMatchObject({ spec: { sessionId: 'test' }, status: { phase: 'running' } });
  // Nobody was there to be told of it; of the other one the agent was.
  expect(adopted).toContain(late.id);
  expect(adopted).not.toContain(ended.id);
  expect(next.manager.get(others.id)?.spec.sessionId).toBe(agentSession('other', agent.id));
});

/** As if the program in which it runs were gone. */
async function crash(folder: string): Promise<void> {
  const state = (await fs.readdir(folder)).find((name) => name.startsWith('run.')) ?? '';
  const file = path.join(folder, state);
  const record = JSON.parse(await fs.readFile(file, 'utf8'));
  await fs.writeFile(file, JSON.stringify({ ...record, host: { pid: 2 ** 22 + 1, startedAt: 1 } }));
}
