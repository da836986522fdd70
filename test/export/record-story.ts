/** A session as a program records it: what was said, tools, three tasks, an interruption, and hostile words in each. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentEvent, FileChange, ToolHeadline } from '../../src/agent/events.ts';
import { openJournal } from '../../src/agent/journal.ts';
import type { AssistantBlock, ToolResult, UserBlock } from '../../src/agent/messages.ts';
import { recordFile } from '../../src/config/recorded-sessions.ts';
import type { EndedTask, Task, TaskSpec } from '../../src/background/task.ts';
import type { ProjectFolders } from '../../src/config/folders.ts';

export const STORY_ID = '5e551017';
/** Would show itself if anything of it were taken for markup. */
export const HOSTILE =
  '</pre></details><script>document.title = "owned"</script><img src="https://example.invalid/x.png" onerror="document.title = \'owned\'">';

const START = Date.UTC(2026, 10, 25, 14, 2, 0);
const at = (seconds: number) => START + seconds * 1000;

export async function recordStory(folders: ProjectFolders, cwd: string): Promise<void> {
  await mkdir(folders.sessions, { recursive: true });
  await keepLog(folders, tests);
  const journal = openJournal(recordFile(folders.sessions, STORY_ID));
  for (const event of story(cwd)) journal.append(event);
  journal.close();
}

function story(cwd: string): readonly AgentEvent[] {
  let requests = 0;
  const answered = (from: number, to: number, blocks: readonly AssistantBlock[]) =>
    answer({ from, to, request: (requests += 1), blocks });
  return [
    {
      type: 'session_started',
      info: { id: STORY_ID, at: at(0), cwd, provider: 'anthropic', model: 'claude-sonnet-4-5' },
    },
    ...said(4, [
      {
        kind: 'prompt',
        text: 'Install the dependencies and run the tests. Write the README meanwhile.\n\nKeep it short.',
      },
    ]),
    ...answered(4, 9, [
      { kind: 'thinking', text: 'The installation is slow, so it goes to the background.', signature: 's' },
      { kind: 'text', text: 'I start the installation in the background and write the README while it runs.' },
      { kind: 'tool-call', id: 'a', name: 'background_run', input: { command: 'npm install', label: 'install' } },
      {
        kind: 'tool-call',
        id: 'b',
        name: 'write_file',
        input: { path: 'README.md', content: `# Shop\n\n${HOSTILE}\n` },
      },
    ]),
    ...called('a', 9, 9.2, {
      verb: 'background',
      subject: 'npm install',
      summary: '1f3a9c2e started',
      taskId: '1f3a9c2e',
    }),
    { type: 'task_started', task: running(install) },
    ...called('b', 9.2, 9.4, { verb: 'wrote', subject: 'README.md', summary: '+18 −0', change: WRITTEN }),
    ...answered(10, 14, [{ kind: 'text', text: ANSWER }]),
    { type: 'turn_ended', at: at(14), reason: 'answered' },
    { type: 'task_done', task: install },
    ...said(50.2, [notice(install, 'npm install completed after 41 s')], [install.id]),
    ...answered(51, 55, [
      { kind: 'text', text: 'The dependencies are in. I run the tests now.' },
      { kind: 'tool-call', id: 'c', name: 'background_run', input: { command: tests.spec.command } },
    ]),
    ...called('c', 55, 55.1, {
      verb: 'background',
      subject: tests.spec.command,
      summary: '77b0e1d4 started',
      taskId: '77b0e1d4',
    }),
    { type: 'task_started', task: running(tests) },
    ...answered(55.3, 57, [{ kind: 'text', text: 'They run. Meanwhile you can go on.' }]),
    { type: 'turn_ended', at: at(57), reason: 'answered' },
    { type: 'shell_started', at: at(60), command: 'npm run dev', taskId: 'c0ffee42', background: true },
    { type: 'task_started', task: running(server) },
    { type: 'shell_started', at: at(62), command: 'git status --short', taskId: 'dddd0001', background: false },
    {
      type: 'shell_done',
      at: at(62.3),
      taskId: 'dddd0001',
      summary: 'exit 0 · 0.1 s',
      output: ` M README.md\n?? ${HOSTILE}`,
    },
    { type: 'task_done', task: tests },
    ...said(93.2, [notice(tests, `npx vitest run failed after 38 s ${HOSTILE}`)], [tests.id]),
    ...answered(94, 99, [
      {
        kind: 'text',
        text: `One test fails: ${HOSTILE}\n\n[a trap](javascript:alert(1)) and ![a picture](https://example.invalid/p.png)`,
      },
      { kind: 'tool-call', id: 'd', name: 'bash', input: { command: 'grep -rn "price" src | head' } },
    ]),
    ...called('d', 99, 99.4, {
      verb: 'ran',
      subject: 'grep -rn "price" src | head',
      summary: 'exit 1 · 0.2 s',
      failed: true,
    }),
    { type: 'turn_ended', at: at(101), reason: 'interrupted' },
    ...said(4_900, [{ kind: 'prompt', text: 'Good morning. Stop the server, please.' }]),
    ...answered(4_900, 4_903, [
      { kind: 'tool-call', id: 'e', name: 'stop_background', input: { task_id: 'c0ffee42' } },
    ]),
    ...called('e', 4_903, 4_904, {
      verb: 'stopped',
      subject: 'npm run dev',
      summary: 'SIGINT · 1 h 20 min',
      taskId: 'c0ffee42',
    }),
    { type: 'task_done', task: server },
    ...answered(4_905, 4_908, [{ kind: 'text', text: 'It is stopped.' }]),
    { type: 'problem', at: at(4_909), sentence: 'The disk is nearly full.' },
  ];
}

const WRITTEN: FileChange = { lines: ['@@ line 1 @@', '-# shop', '+# Shop', `+${HOSTILE}`, ' end'], hidden: 12 };

const ANSWER = `It runs. The README has:

| part | lines | state |
| --- | ---: | :---: |
| Start | 8 | **done** |
| Options | 10 | *draft* |

1. how to start
2. which \`options\` there are

> Keep it short.

\`\`\`ts
// Prices are in cents.
export function total(prices: readonly number[]): number {
  return prices.reduce((sum, price) => sum + price, 0);
}
\`\`\`

See [the guide](https://example.invalid/guide).`;

const install = ended('1f3a9c2e', { command: 'npm install', label: 'install' }, { from: 9.2, to: 50, code: 0 });
const tests = ended('77b0e1d4', { command: 'npx vitest run' }, { from: 55.1, to: 93, code: 1 });
const server: EndedTask = {
  ...ended('c0ffee42', { command: 'npm run dev' }, { from: 60, to: 4_904, code: 0 }),
  status: {
    phase: 'done',
    startedAt: at(60),
    end: { kind: 'signalled', signal: 'SIGINT', at: at(4_904), by: 'model', leftRunning: 0 },
  },
};

function ended(
  id: string,
  spec: Pick<TaskSpec, 'command' | 'label'>,
  { from, to, code }: { readonly from: number; readonly to: number; readonly code: number },
): EndedTask {
  return {
    id,
    spec: { cwd: '/home/ada/shop', timeLimit: null, startedBy: 'model', sessionId: STORY_ID, ...spec },
    status: {
      phase: 'done',
      startedAt: at(from),
      end: { kind: 'exited', code, at: at(to), by: 'itself', leftRunning: 0 },
    },
    attended: false,
    output: { size: 1_000, lastLine: 'last' },
    logFolder: '',
  };
}

function running(task: EndedTask): Task {
  return { ...task, status: { phase: 'running', startedAt: task.status.startedAt } };
}

/** The folder of a task with its log, as its supervisor leaves it. */
async function keepLog({ tasks }: ProjectFolders, task: EndedTask): Promise<void> {
  const folder = path.join(tasks, task.id);
  await mkdir(folder, { recursive: true });
  const record = { version: 1, id: task.id, spec: task.spec, createdAt: task.status.startedAt, bootId: 'unknown' };
  await writeFile(path.join(folder, 'done.1'), JSON.stringify(record));
  const passed = Array.from({ length: 900 }, (_, index) => ` ✓ cart/price-${index}.test.ts (4 tests) 12ms`);
  const failed = [' FAIL  cart/total.test.ts > total > adds prices', `AssertionError: expected 3 to be 4 ${HOSTILE}`];
  await writeFile(
    path.join(folder, 'log.0'),
    [...passed, ...failed, ' Tests  1 failed | 3600 passed'].join('\n') + '\n',
  );
}

function said(seconds: number, blocks: readonly UserBlock[], told: readonly string[] = []): readonly AgentEvent[] {
  return [{ type: 'user_message', at: at(seconds), message: { role: 'user', blocks }, told, promptIds: [] }];
}

function notice({ id }: Task, line: string): UserBlock {
  return { kind: 'notice', text: '', tasks: [{ id, line }] };
}

function answer({
  from,
  to,
  request,
  blocks,
}: {
  readonly from: number;
  readonly to: number;
  readonly request: number;
  readonly blocks: readonly AssistantBlock[];
}): readonly AgentEvent[] {
  const usage = { input: 900, output: 210, cacheRead: 11_000, cacheWrite: 300 };
  return [
    { type: 'request_started', at: at(from), request },
    { type: 'request_done', at: at(to), stopReason: 'end_turn', usage },
    { type: 'assistant_message', at: at(to), message: { role: 'assistant', blocks } },
  ];
}

function called(
  callId: string,
  from: number,
  to: number,
  {
    verb,
    subject,
    summary,
    taskId,
    failed = false,
    change,
  }: Omit<ToolHeadline, 'name'> & {
    readonly summary: string;
    readonly taskId?: string;
    readonly failed?: boolean;
    readonly change?: FileChange;
  },
): readonly AgentEvent[] {
  const result: ToolResult = {
    kind: 'tool-result',
    callId,
    text: `${subject}: ${summary}\n${HOSTILE}`,
    isError: failed,
    summary,
    ...(taskId === undefined ? {} : { taskId }),
  };
  return [
    { type: 'tool_started', at: at(from), callId, tool: { name: verb, verb, subject } },
    { type: 'tool_done', at: at(to), result, ...(change === undefined ? {} : { change }) },
  ];
}
