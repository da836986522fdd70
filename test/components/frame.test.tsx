/** Every frame is as high as the terminal and no wider, whatever is in it. */
import fc from 'fast-check';
import { render } from 'ink';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { createClock } from '../../src/components/clock.ts';
import { createKeymap } from '../../src/components/keymap.ts';
import { loadMarkdown } from '../../src/components/markdown.ts';
import { Screen } from '../../src/components/screen.tsx';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';
import { createFakeTerminal } from '../fixtures/fake-terminal.ts';
import { prompt, question, started } from '../fixtures/story.ts';
import { endedTask, runningTask, spec } from '../fixtures/tasks.ts';
import { hostileText } from './hostile-text.ts';
import { markdownText } from './markdown-text.ts';

const markdown = await loadMarkdown();

interface Given {
  readonly columns: number;
  readonly rows: number;
  readonly events: readonly AgentEvent[];
  act(store: Store): void;
}

/** The last frame, as Ink composed it. */
async function lastFrame({ columns, rows, events, act }: Given): Promise<readonly string[]> {
  let frame = '';
  const write = (chunk: Buffer, _: string, done: () => void) => {
    if (String(chunk).includes('\n')) frame = String(chunk);
    done();
  };
  const stdout = Object.assign(new Writable({ write }), { isTTY: true, columns, rows });
  const { stdin, dispose } = createFakeTerminal({ columns, rows });
  const session = createFakeSession();
  const store = createStore({ session, now: () => 60_000, onQuit: () => undefined, exportSession: async () => '' });
  const services = {
    store,
    theme: createTheme({ colours: true }),
    keymap: createKeymap(),
    clock: createClock(() => 60_000),
    home: '/home/ada',
    editText: async (text: string) => ({ kind: 'edited' as const, text }),
    links: false,
  };
  const app = render(<Screen services={services} markdown={markdown} />, {
    stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  try {
    for (const event of events) session.emit(event);
    store.close();
    act(store);
    await app.waitUntilRenderFlush();
    return frame.split('\n');
  } finally {
    app.unmount();
    dispose();
  }
}

const text = fc.oneof(hostileText, markdownText);

const event: fc.Arbitrary<readonly AgentEvent[]> = fc.record({ text, other: hostileText }).chain(({ text, other }) => {
  const line = other.replaceAll('\n', ' ').slice(0, 200);
  const task = { spec: { ...spec, command: text }, output: { size: 9_000, lastLine: line } };
  const result = { kind: 'tool-result', callId: text, text: other, isError: false, summary: line } as const;
  return fc.constantFrom<readonly AgentEvent[]>(
    prompt(text),
    [{ type: 'text_delta', text }],
    [{ type: 'thinking_delta', text }],
    [
      { type: 'tool_started', at: 1, callId: text, tool: { name: 'bash', verb: 'ran', subject: line, command: text } },
      { type: 'tool_done', at: 2, result, change: { lines: text.split('\n'), hidden: 2 } },
    ],
    [{ type: 'shell_started', at: 1, command: text, taskId: 'a', background: false }],
    [{ type: 'problem', at: 1, sentence: text }],
    [{ type: 'prompt_queued', id: 9, text }],
    [{ type: 'task_started', task: runningTask({ id: line.length.toString(16).padStart(8, '0'), ...task }) }],
    [{ type: 'task_started', task: endedTask({ id: 'e0e0e0e0', ...task }) }],
    question.type === 'question_asked'
      ? [{ ...question, question: { ...question.question, body: text.split('\n') } }]
      : [],
    question.type === 'question_asked'
      ? [{ ...question, question: { ...question.question, body: [line, '', `1  ${line}`, `2  ${text}`], choices: 2 } }]
      : [],
    [{ type: 'tool_done', at: 3, result, todos: [{ text: line, state: 'doing' }] }],
  );
});

const acts: fc.Arbitrary<(store: Store) => void> = fc
  .record({ text: hostileText, line: fc.nat(20) })
  .chain(({ text, line }) =>
    fc.constantFrom<(store: Store) => void>(
      () => undefined,
      ({ actions }) => actions.edit({ type: 'insert', text }),
      ({ actions, getState }) => {
        actions.focus('conversation');
        for (const { id } of getState().conversation.items) actions.openItem(id, true);
      },
      ({ actions, getState }) =>
        actions.scrollTo({ itemId: getState().conversation.items[0]?.id ?? 0, line }, { itemId: 1, line: 0 }),
      ({ actions }) => actions.startSearch(text),
      ({ actions }) => actions.focus('tasks'),
      ({ actions }) => actions.showHelp(),
      ({ actions, getState }) => actions.openLog(getState().tasks.order[0] ?? ''),
      ({ actions }) => actions.quit(),
      ({ actions }) => actions.hidePane(),
      ({ actions }) => actions.say(text),
      ({ actions }) => {
        actions.showTimeline();
        actions.openChooser('palette', [{ value: 'a', label: text, words: text }]);
      },
      ({ actions, getState }) => {
        actions.openLog(getState().tasks.order[0] ?? '');
        actions.openChooser('palette', [{ value: 'a', label: text, words: text }]);
      },
    ),
  );

async function expectExact(given: Given): Promise<void> {
  const frame = await lastFrame(given);
  expect(frame).toHaveLength(given.rows);
  for (const row of frame) expect(displayWidth(row)).toBeLessThanOrEqual(given.columns);
  // A rule of Markdown stands within the conversation, behind its margin.
  const rules = frame.filter((row) => /^─.*─{12}$/.test(row.replace(/\u001B\[[\d;]*m/g, '')));
  expect(rules.map(displayWidth)).toEqual(rules.map(() => given.columns));
  expect(rules.length).toBeGreaterThan(0);
}

test('every frame is as high and as wide as the terminal, whatever is in it (FIELD B3)', async () => {
  const size = { columns: fc.integer({ min: 40, max: 220 }), rows: fc.integer({ min: 12, max: 70 }) };
  const given = fc.record({ ...size, events: fc.array(event, { maxLength: 12 }), act: acts });
  await fc.assert(
    fc.asyncProperty(given, (one) => expectExact({ ...one, events: [started, ...one.events.flat()] })),
    { numRuns: 30 },
  );
});

test('a line of ten megabytes is one of them (FIELD B3)', async () => {
  const huge = '日本語 x'.repeat(2_000_000);
  const result = { kind: 'tool-result', callId: 'a', text: huge, isError: false, summary: huge } as const;
  await expectExact({
    columns: 120,
    rows: 40,
    events: [
      started,
      ...prompt(huge),
      { type: 'text_delta', text: huge },
      { type: 'tool_started', at: 1, callId: 'a', tool: { name: 'bash', verb: 'ran', subject: huge } },
      { type: 'tool_done', at: 2, result },
    ],
    act: ({ actions, getState }) => actions.openItem(getState().conversation.items.at(-1)?.id ?? 0, true),
  });
});
