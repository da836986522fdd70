/**
 * The gate before everything that runs a command, changes a file or reaches out of the project; the same for the
 * foreground, the background and woken turns.
 *
 * - Rules and the mode come first (`permissions/policy.ts`); what they leave open is asked.
 * - One question at a time (`question-queue.ts`). What was answered meanwhile counts for those that wait.
 * - Only an answer of the human's opens it. An interrupted turn is a refusal, and so is a question that nobody is
 *   there to answer.
 *
 * Deliberately not here: what is impossible anyway (the tools say that themselves).
 */
import { randomUUID } from 'node:crypto';
import type { Answer, PermissionMode, Question } from './events.ts';
import { READING_TOOLS } from './mode-words.ts';
import { isPlainFile, type Guards } from './permissions/file-rules.ts';
import { createGitPrograms } from './permissions/git-programs.ts';
import { createFileGlobs } from './permissions/match-file.ts';
import { verdictOn, type Verdict } from './permissions/policy.ts';
import { parseRule, type Rule, type Rules } from './permissions/rules.ts';
import { namesUse } from './permissions/use-rules.ts';
import { createQuestionQueue, type QueuePlace } from './question-queue.ts';
import type { AskedPermission, Permission } from './tools/tool.ts';

export interface Gate {
  /** Never rejects while `ask` does not. */
  check(permission: Exclude<Permission, { kind: 'answered' }>, signal: AbortSignal): Promise<GateAnswer>;
  /** Whether `check` would answer now without asking. */
  isSettled(permission: Exclude<Permission, { kind: 'answered' }>): Promise<boolean>;
  /** Asks what is no permission, in the same line; `null` when nobody is there. */
  ask(question: Question, signal: AbortSignal): Promise<Answer | null>;
  /** Whether the file may not be read without a word: absolute, with links resolved. */
  hides(file: string): Promise<boolean>;
  /** Whether a rule or an answer allows the tool for `subject` by name, not by a pattern for anything. */
  names(tool: string, subject: string): Promise<boolean>;
}

/** `text` is for the model, `summary` for the screen. */
export type GateAnswer =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly text: string; readonly summary: string };

export interface GateOptions {
  /** The project: absolute, with links resolved. */
  readonly root: string;
  /** As it is at that moment. */
  readonly mode: () => PermissionMode;
  /** From settings. */
  readonly rules?: Rules;
  readonly guards?: Guards;
  /** `refuse`: nobody is there, so what would be asked is refused. */
  readonly whenAsking?: 'ask' | 'refuse';
  /** Something was refused because nobody is there; these rules together would have allowed it. */
  readonly onUnattended?: (rules: readonly string[]) => void;
  /** Commands run in a sandbox; `trusted`: therefore without a question. */
  readonly sandbox?: 'none' | 'asked' | 'trusted';
  /** Puts the question before the human. Settles soon after `signal` aborts; what it answers then does not count. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  /** A question of the session's own agent waits for others to be answered, or no longer does. */
  readonly onWait?: (isWaiting: boolean, callId: string | undefined) => void;
  /** Keeps rules for later sessions; without it "always" is not offered. */
  readonly memory?: RuleMemory;
}

export interface RuleMemory {
  /** Where the rules are kept, in the words of the question. */
  readonly where: string;
  /** Says itself what went wrong. */
  add(rules: readonly string[]): void;
}

const ALLOWED: GateAnswer = { kind: 'allowed' };
const NO_RULES: Rules = { allow: [], ask: [], deny: [] };

export function createGate(options: GateOptions): Gate {
  const { root, mode, ask, rules = NO_RULES, guards = {}, whenAsking = 'ask', sandbox = 'none' } = options;
  /** What was answered "for this session" and "always". */
  const answered: Rule[] = [];
  const programs = createGitPrograms();
  /** Looked up anew for each call; the files that one search finds are many. */
  let globs = createFileGlobs(root);
  const queue = createQuestionQueue();

  return {
    async check(permission, signal) {
      if (permission.kind === 'free') return ALLOWED;
      globs = createFileGlobs(root);
      const verdict = await judge(permission);
      const settled = settle(verdict);
      if (settled !== undefined) return settled;
      const answer = await queue.enter(() => decide(permission, signal), placeOf(permission.question, signal));
      return answer === 'left' ? interrupted() : answer;
    },
    async isSettled(permission) {
      if (permission.kind === 'free' || whenAsking === 'refuse') return true;
      globs = createFileGlobs(root);
      return (await judge(permission)).kind !== 'asks';
    },
    async ask(question, signal) {
      if (whenAsking === 'refuse') return null;
      const answer = await queue.enter(() => ask(question, signal), placeOf(question, signal));
      return answer === 'left' ? { kind: 'no', word: '' } : answer;
    },
    async names(tool, subject) {
      return [...rules.allow, ...answered].some((rule) => namesUse(rule, { tool, subject }));
    },
    async hides(file) {
      const question = { title: '', body: [], context: '' };
      return (await judge({ kind: 'read', file, question })).kind !== 'allowed';
    },
  };

  function placeOf({ agent, callId }: Pick<Question, 'agent' | 'callId'>, signal: AbortSignal): QueuePlace {
    const onWait = (isWaiting: boolean) => options.onWait?.(isWaiting, callId);
    return agent === undefined ? { signal, onWait } : { signal };
  }

  function judge(permission: AskedPermission): Promise<Verdict> {
    const known = { ...rules, allow: [...rules.allow, ...answered] };
    const sandboxed = sandbox === 'trusted';
    return verdictOn(permission, { root, mode: mode(), rules: known, guards, sandboxed, globs, programs });
  }

  function settle(verdict: Verdict): GateAnswer | undefined {
    if (verdict.kind === 'allowed') return ALLOWED;
    if (verdict.kind === 'denied') return denied(verdict.rule);
    if (verdict.kind === 'planning') return planning();
    if (whenAsking === 'ask') return undefined;
    options.onUnattended?.(verdict.rules);
    return unattended(verdict.rules);
  }

  async function decide(permission: AskedPermission, signal: AbortSignal): Promise<GateAnswer> {
    const verdict = await judge(permission);
    const settled = settle(verdict);
    if (settled !== undefined || verdict.kind !== 'asks') return settled ?? ALLOWED;
    const sessionRules = sessionRulesFor(permission, { verdict, root, guards });
    const answer = await ask(questionFor(permission, { verdict, sessionRules }), signal);
    if (signal.aborted) return interrupted();
    if (answer.kind === 'no') return refused(answer.word.trim());
    if (answer.kind === 'session') remember(sessionRules);
    if (answer.kind === 'always') {
      remember(verdict.rules);
      options.memory?.add(verdict.rules);
    }
    return ALLOWED;
  }

  function questionFor(permission: AskedPermission, { verdict, sessionRules }: Asking): Question {
    const { question } = permission;
    const { memory } = options;
    const inSandbox = permission.kind === 'command' && sandbox !== 'none';
    return {
      ...question,
      context: inSandbox ? `${question.context} · in the sandbox` : question.context,
      id: randomUUID(),
      scope: scopeWords(sessionRules),
      ...(verdict.why === null ? {} : { why: verdict.why }),
      ...(memory === undefined || verdict.rules.length === 0
        ? {}
        : { always: { rules: verdict.rules, where: memory.where } }),
    };
  }

  function remember(texts: readonly string[]): void {
    for (const text of texts) {
      const parsed = parseRule(text);
      if (parsed.kind === 'rule') answered.push(parsed.rule);
    }
  }
}

interface Asking {
  readonly verdict: Extract<Verdict, { kind: 'asks' }>;
  readonly sessionRules: readonly string[];
}

const EVERY_EDIT: readonly string[] = ['edit(**)'];

/** For a change within the project: all of them. For a line without a rule: the line. Else what "always" would allow. */
function sessionRulesFor(
  asked: AskedPermission,
  { verdict, ...project }: Pick<Asking, 'verdict'> & { readonly root: string; readonly guards: Guards },
): readonly string[] {
  const { rules, isOnce } = verdict;
  if (isOnce) return [];
  if (asked.kind === 'command' && rules.length === 0) return [`bash(=${asked.line})`];
  const isPlainEdit = asked.kind === 'edit' && isPlainFile(asked.file, project);
  return isPlainEdit && rules.length > 0 ? EVERY_EDIT : rules;
}

function scopeWords(rules: readonly string[]): string {
  if (rules === EVERY_EDIT) return 'all edits in this folder';
  if (rules.some((rule) => rule.startsWith('bash(='))) return 'exactly this command';
  return rules.map((rule) => /^bash\((.*)\)$/s.exec(rule)?.[1] ?? rule).join(', ');
}

function interrupted(): GateAnswer {
  return {
    kind: 'refused',
    text: 'The user interrupted the turn before this was allowed. Nothing was done.',
    summary: 'interrupted',
  };
}

function refused(word: string): GateAnswer {
  const text = word
    ? `The user refused this and said: ${word}`
    : 'The user refused this. Nothing was done. Do not try to reach the same by another way; go on without it or ask.';
  return { kind: 'refused', text, summary: 'declined' };
}

function denied(rule: string): GateAnswer {
  const text = `A rule of the settings forbids this: ${rule}. Nothing was done. Do not try to reach the same by another way.`;
  return { kind: 'refused', text, summary: `forbidden by ${rule}` };
}

function planning(): GateAnswer {
  const text =
    `Plan mode is on, and nothing was done. ${READING_TOOLS} Propose what you would do with propose_plan; without that ` +
    'tool, say it in your report.';
  return { kind: 'refused', text, summary: 'plan mode: reading only' };
}

function unattended(rules: readonly string[]): GateAnswer {
  const hint = rules.length === 0 ? '' : ` The user can allow it beforehand by the rule ${rules.join(' and ')}.`;
  const text = `This needs the word of the user, and nobody is there to be asked. Nothing was done.${hint}`;
  return { kind: 'refused', text, summary: 'nobody to ask' };
}
