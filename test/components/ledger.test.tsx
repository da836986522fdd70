import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { story } from '../fixtures/story.ts';

const news: AgentEvent = {
  type: 'news_unread',
  at: 50_000,
  news: { id: '1f3a9c2e', taskId: '1f3a9c2e', kind: 'ended', line: 'npm install completed after 41.0 s' },
};

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
])(
  'the ledger at $columns x $rows shows what waits, what comes next, and holds, mutes and leads to the log',
  async (size) => {
    const session = createFakeSession({ preview: '<background-results>\n[bg:1f3a9c2e] completed: exit 0' });
    const { terminal, store, close } = await openScreen({ ...size, session });
    onTestFinished(close);
    const shows = (text: string | RegExp) => expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(text);
    for (const event of [...story, news]) session.emit(event);
    store.actions.showLedger();
    await shows(/› .*npm install completed after 41.0 s +○ unread/);
    await shows(/The next call will tell:\s+<background-results>\s+\[bg:1f3a9c2e\] completed: exit 0/);
    terminal.type('h');
    await expect.poll(() => session.asked).toContainEqual(['holdNews', '1f3a9c2e', true]);
    session.emit({ type: 'news_held', at: 1, id: '1f3a9c2e', held: true });
    await shows(/‖ held/);
    terminal.type('m');
    await expect.poll(() => session.asked).toContainEqual(['muteTask', '1f3a9c2e', true]);
    terminal.type('\x1b');
    await shows(/^ meanwhile/);
  },
);
