/** What the program owes the terminal around its screen: title, progress, notices; and that all of it goes with it. */
import path from 'node:path';
import type { Session } from '../agent/session-contract.ts';
import type { Settings } from '../config/settings.ts';
import type { Store } from '../store/store.ts';
import { CUT_LINES, hasTitle, NO_FOCUS, noticeSequence, REPORT_FOCUS, WRAP_LINES } from './terminal-escapes.ts';
import { createTerminalNotices } from './terminal-notices.ts';
import { createTerminalTitle } from './terminal-title.ts';

export interface TerminalManners {
  /** The terminal is the program's, or the shell's again. */
  raw(on: boolean): void;
  /** The terminal says that it got or lost the focus. */
  focus(has: boolean): void;
  /** Shows this session from now on; the one before is closed. */
  attend(shown: { readonly session: Session; readonly store: Store }): void;
}

export interface MannersOptions {
  readonly cwd: string;
  readonly notify: Settings['notify'];
  readonly env: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
}

export function createTerminalManners(options: MannersOptions): TerminalManners {
  const { cwd, notify, env, write } = options;
  const title = createTerminalTitle({ project: path.basename(cwd) || cwd, env, write });
  let notices: ReturnType<typeof createTerminalNotices> | undefined;
  const asksFocus = notify !== 'off' && hasTitle(env);
  let isRaw = false;

  return {
    raw(on) {
      if (on === isRaw) return;
      isRaw = on;
      title.raw(on);
      write(on ? CUT_LINES : WRAP_LINES);
      if (asksFocus) write(on ? REPORT_FOCUS : NO_FOCUS);
      // Whoever has just come back to the program looks at it.
      notices?.focus(true);
    },
    focus: (has) => notices?.focus(has),
    attend({ session, store }) {
      notices = createTerminalNotices({
        sessionId: session.id,
        call: (words) => {
          if (notify !== 'off' && isRaw) write(noticeSequence(words, notify, env));
        },
      });
      title.show(store.getState());
      store.subscribe(title.show);
      session.subscribe(notices.hear);
    },
  };
}
