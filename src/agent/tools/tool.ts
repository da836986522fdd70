/**
 * What a tool is. One file a tool; `all.ts` lists them.
 *
 * A tool gets input that has passed its schema, and never throws for something the model or the user could have
 * caused: a missing file or a failing command is an outcome with `isError` and a text from which the model can go on.
 */
import type { z } from 'zod';
import type { BackgroundManager } from '../../background/manager-contract.ts';
import type { LineRange } from '../../background/task-log.ts';
import type { TaskId } from '../../background/task.ts';
import type { Answer, FileChange, Question, Todo, ToolHeadline } from '../events.ts';
import type { Reading } from '../loop.ts';
import type { Network } from '../network/network.ts';
import type { Changing } from '../undo/undo.ts';
import type { SeenFiles } from './seen-files.ts';
import type { Attachment } from '../messages.ts';
import type { ToolDefinition } from '../provider.ts';

/** `Plan` is what `permission` found out and `run` carries out. */
export interface Tool<Input, Plan = void> {
  readonly name: string;
  /** For the model: what it does, when to use it, what it answers. */
  readonly description: string;
  readonly schema: z.ZodType<Input>;
  /** What is offered to the model in place of `schema`, when somebody else described the input. */
  readonly inputSchema?: ToolDefinition['inputSchema'];
  /** For the screen, from checked input. */
  headline(input: Input): Omit<ToolHeadline, 'name'>;
  /**
   * Whether calls like this one may run beside other calls of the same message, when nothing has to be asked. Without it
   * none may: the order of what it does counts.
   */
  runsTogether?(input: Input): boolean;
  /** What the human must agree to before it runs. */
  permission(input: Input, context: ToolContext): Promise<Permission<Plan>>;
  /** `plan`: what was judged, so that nothing else is run, however the files look by now. */
  run(input: Input, context: ToolContext, plan: Plan): Promise<ToolOutcome>;
}

/** A tool of any input. Only input that passed its own schema may be given to it. */
export type AnyTool = Tool<unknown, unknown>;

/**
 * `free` needs no word of the human's. `answered`: nothing is asked or run, because it cannot or need not be done;
 * what the answer gives away has to be allowed to be read (`reads`).
 */
export type Permission<Plan = void> =
  | (({ readonly kind: 'free' } | AskedPermission) & Planned<Plan>)
  | {
      readonly kind: 'answered';
      readonly outcome: ToolOutcome;
      readonly reads?: { readonly kind: 'free' } | AskedPermission;
    };

type Planned<Plan> = [Plan] extends [void]
  ? unknown
  : unknown extends Plan
    ? { readonly plan?: unknown }
    : { readonly plan: Plan };

/** What the gate judges by rules and mode, and what it asks when these leave it open. */
export type AskedPermission =
  /** `beside`: what else makes up the command, so that no rule about the line is enough, to follow `because`. */
  (
    | { readonly kind: 'command'; readonly line: string; readonly cwd: string; readonly beside?: string }
    /**
     * `file` is absolute, with links resolved; `written` the same path before that, where it is another one. To read
     * within the project is not asked, unless a rule says so.
     */
    | { readonly kind: 'edit' | 'read'; readonly file: string; readonly written?: string }
    /**
     * Any other tool; `subject` is what its rules are about: `web_fetch(https://docs.example.org/*)`. `readOnly`: it
     * changes nothing, though that may be no more than the word of an MCP server, so plan mode asks about it.
     */
    | { readonly kind: 'use'; readonly tool: string; readonly subject: string; readonly readOnly?: true }
  ) & {
    readonly question: Pick<Question, 'title' | 'body' | 'context' | 'agent' | 'callId' | 'change' | 'commandLines'>;
  };

export interface ToolContext {
  /** The project: an absolute path with links resolved. */
  readonly root: string;
  readonly sessionId: string;
  readonly tasks: BackgroundManager;
  /** Aborted when the user interrupts the turn. */
  readonly signal: AbortSignal;
  readonly limits: ToolLimits;
  /** What the model knows of files. */
  readonly seen: SeenFiles;
  /** Has to be called before a file is changed, so that the change can be taken back. Answers what to call if it fails. */
  changing(change: Changing): Promise<() => void>;
  /** Asks the user; `null` when nobody is there. */
  askUser(question: Question, signal: AbortSignal): Promise<Answer | null>;
  /** Whether a rule keeps the file from being read without a word; what a search finds in it is not shown. */
  isHidden(file: string): Promise<boolean>;
  /** Whether a rule that allows the tool for `subject` names it, more than by a pattern for anything. */
  isNamedByRule(tool: string, subject: string): Promise<boolean>;
  /** How the web is reached. */
  readonly network: Network;
  /** Whether there is something of the task that the model has not been told. */
  hasNews(id: TaskId): boolean;
  /** Left out for agents, which propose no plans. */
  readonly planMode?: PlanMode;
  /** Tells the screen which task the call runs, as soon as there is one. */
  onTask(id: TaskId): void;
}

/** Plan mode as a tool sees it. */
export interface PlanMode {
  isOn(): boolean;
  /** The user agreed to a plan. The caller tells the model, so that no notice repeats it. */
  leaveFor(mode: 'edits' | 'ask'): void;
}

/** All in milliseconds. */
export interface ToolLimits {
  /** After this long a `bash` command goes on in the background. */
  readonly foreground: number;
  /** The time limit of a background task that names none. */
  readonly background: number;
}

export interface ToolOutcome {
  /** For the model. */
  readonly text: string;
  readonly isError: boolean;
  /** For the screen, a few words: `exit 0 · 0.3 s`. */
  readonly summary: string;
  /** The command did not end well, which is no error of the call. */
  readonly endedBadly?: boolean;
  /** The lines of its output that say most about that, for the screen. */
  readonly excerpt?: readonly string[];
  readonly taskId?: TaskId;
  /** Lines of the log of that task that `text` shows. */
  readonly quoted?: readonly LineRange[];
  /** Ends that `text` tells; no notice will repeat them. */
  readonly told?: readonly TaskId[];
  /** Of which tasks `text` shows output; a watched line in it needs no notice. */
  readonly read?: readonly Reading[];
  readonly change?: FileChange;
  /** The model's plan from now on. */
  readonly todos?: readonly Todo[];
  /** What the model is shown beside `text`. */
  readonly files?: readonly Attachment[];
}
