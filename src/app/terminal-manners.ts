/** What the program owes the terminal around its screen: title, progress, notices; and that all of it goes with it. */
import path from 'node:path';
import type { Session } from '../agent/session.ts';
import type { Settings } from '../config/settings.ts';
import type { Store } from '../store/store.ts';
import { hasTitle, NO_FOCUS, noticeSequence, REPORT_FOCUS } from './terminal-escapes.ts';
import { createTerminalNotices } from './terminal-notices.ts';
import { createTerminalTitle } from './terminal-title.ts';

export interface TerminalManners {
  /** The terminal is the program's, or the shell's again. */
  raw(on: boolean): void;
  /** The terminal says that it got or lost the focus. */
  focus(has: boolean): void;
}

export interface MannersOptions {
  readonly session: Session;
  readonly store: Store;
  readonly cwd: string;
  readonly notify: Settings['notify'];
  readonly env: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
}

export function createTerminalManners(options: MannersOptions): TerminalManners {
  const { session, store, cwd, notify, env, write } = options;
  const title = createTerminalTitle({ project: path.basename(cwd) || cwd, env, write });
  const notices = createTerminalNotices({
    sessionId: session.id,
    call: (words) => {
      if (notify !== 'off' && isRaw) write(noticeSequence(words, notify, env));
    },
  });
  const asksFocus = notify !== 'off' && hasTitle(env);
  let isRaw = false;
  title.show(store.getState());
  store.subscribe(title.show);
  session.subscribe(notices.hear);

  return {
    raw(on) {
      if (on === isRaw) return;
      isRaw = on;
      title.raw(on);
      if (asksFocus) write(on ? REPORT_FOCUS : NO_FOCUS);
      // Whoever has just come back to the program looks at it.
      notices.focus(true);
    },
    focus: notices.focus,
  };
}
