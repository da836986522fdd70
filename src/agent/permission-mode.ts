/** What is allowed without a question, as the user sets it while the session goes on, and how the model hears of it. */
import type { AgentEvent, PermissionMode, SandboxState } from './events.ts';
import type { UserBlock } from './messages.ts';
import { READING_TOOLS } from './mode-words.ts';
import type { PlanMode } from './tools/tool.ts';

export interface ModeSwitch {
  now(): PermissionMode;
  /** Holds for what is asked from now on; a question that is open stays open. */
  set(mode: PermissionMode): void;
  /** Tells the listeners how it stands at the start. */
  announce(): void;
  /** A prompt is coming: with it the model is told when plan mode has begun or ended. */
  tellWithPrompt(): void;
  readonly planMode: PlanMode;
}

export function createModeSwitch(ports: {
  readonly initial: PermissionMode;
  readonly sandbox: SandboxState;
  emit(event: AgentEvent): void;
  tell(block: UserBlock): void;
}): ModeSwitch {
  let mode = ports.initial;
  let toldPlanning = false;
  const announce = () => ports.emit({ type: 'permissions_changed', mode, sandbox: ports.sandbox });
  function set(next: PermissionMode): void {
    if (next === mode) return;
    mode = next;
    announce();
  }
  return {
    now: () => mode,
    set,
    announce,
    planMode: {
      isOn: () => mode === 'plan',
      leaveFor(next) {
        toldPlanning = false;
        set(next);
      },
    },
    tellWithPrompt() {
      if ((mode === 'plan') === toldPlanning) return;
      toldPlanning = mode === 'plan';
      ports.tell({ kind: 'notice', text: toldPlanning ? PLANNING : PLANNED, tasks: [], instructs: true });
    },
  };
}

const PLANNING =
  `<plan-mode>Plan mode is on: nothing is changed. ${READING_TOOLS} Look around, think, and propose what you would do ` +
  'with propose_plan, whose answer says whether to carry it out. A question that needs no change is answered without a ' +
  'plan. (Written by the program.)</plan-mode>';

const PLANNED =
  '<plan-mode>Plan mode is off: changes and commands are possible again, as far as the user allows them. (Written by ' +
  'the program.)</plan-mode>';
