/**
 * What rules, mode and former answers say about something that is to be done: it may be, it must not be, or the human
 * has to be asked. A rule that forbids goes before one that asks, and that before all that allow.
 */
import path from 'node:path';
import type { PermissionMode } from '../events.ts';
import type { AskedPermission } from '../tools/tool.ts';
import { allowsRun, starPlace } from './allows-run.ts';
import { judgeCommand, type Demand, type JudgedLine } from './judge-command.ts';
import { allowsFile, guardIn, isInside, isPlainFile, isReadInside, type ProjectFiles } from './file-rules.ts';
import type { GitPrograms } from './git-programs.ts';
import { runsWithProject } from './guarded-files.ts';
import { createFileGlobs } from './match-file.ts';
import { isWithin } from './paths.ts';
import { personalReason } from './personal-files.ts';
import { lineRule, rulesFor } from './offered-rules.ts';
import { allMentions, mentionedFiles, mentions, type Mentions } from './mentions.ts';
import type { Rule, Rules } from './rules.ts';
import { searchedRule } from './searched-rule.ts';
import { allowsUse, coversUse, type Use } from './use-rules.ts';

export type Verdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly rule: string }
  /** Not in plan mode. */
  | { readonly kind: 'planning' }
  /** `rules` would have allowed it; none when no rule can; `isOnce`: no answer reaches further. */
  | {
      readonly kind: 'asks';
      readonly why: string | null;
      readonly rules: readonly string[];
      readonly isOnce: boolean;
    };

export interface PolicyOptions extends ProjectFiles {
  readonly mode: PermissionMode;
  readonly rules: Rules;
  /** Commands run in a sandbox, and that is enough. */
  readonly sandboxed: boolean;
  /** Remembers what repositories run. */
  readonly programs?: GitPrograms | undefined;
}

type Judging = PolicyOptions & Required<Pick<PolicyOptions, 'globs'>>;

export async function verdictOn(asked: AskedPermission, given: PolicyOptions): Promise<Verdict> {
  const options: Judging = { globs: createFileGlobs(given.root), ...given };
  const { mode, rules } = options;
  if (mode === 'all' && rules.deny.length + rules.ask.length === 0 && !mayEdit(asked)) return { kind: 'allowed' };
  const judged = await judge(asked, options);
  const matched = { asked, judged, options, mentioned: await mentionedBy(judged, rules) };
  const denied = firstMatch(rules.deny, matched);
  if (denied !== undefined) return { kind: 'denied', rule: denied.text };
  if (mode === 'plan' && !isForPlanning(asked, { judged, options })) return { kind: 'planning' };
  const own = ownReason(asked, { judged, options });
  if (own !== undefined) return { kind: 'asks', why: own, rules: [], isOnce: true };
  const asks = firstMatch(rules.ask, matched);
  if (asks !== undefined) return { kind: 'asks', why: `the rule ${asks.text} asks`, rules: [], isOnce: true };
  if (matched.mentioned.isCut) return { kind: 'asks', why: TOO_LONG, rules: [], isOnce: true };
  const isBeside = asked.kind === 'command' && asked.beside !== undefined;
  const isLineAllowed = asked.kind === 'command' && !isBeside && rules.allow.some((rule) => isLine(rule, asked.line));
  const searched = isLineAllowed
    ? undefined
    : searchedRule(rules, { ...options, demands: judged.demands, mentioned: matched.mentioned.commands });
  if (searched !== undefined) {
    const why = `it may read what ${searched.text} is about`;
    return { kind: 'asks', why, rules: isBeside ? [] : lineRule(asked), isOnce: isBeside };
  }
  if (mode === 'all') return { kind: 'allowed' };
  if (asked.kind === 'command' && options.sandboxed) return { kind: 'allowed' };
  if (asked.kind === 'command' && asked.beside !== undefined) {
    return { kind: 'asks', why: asked.beside, rules: [], isOnce: true };
  }
  if (isLineAllowed) return { kind: 'allowed' };
  if (judged.unclear !== null) return { kind: 'asks', why: judged.unclear, rules: lineRule(asked), isOnce: false };
  const open = judged.demands.filter((demand) => !isAllowed(demand, options));
  if (open.length === 0) return { kind: 'allowed' };
  return {
    kind: 'asks',
    why: whyOf(open, { asked, options }),
    rules: rulesFor(open, { asked, options }),
    isOnce: false,
  };
}

/** A command, too, where it redirects its output. */
function mayEdit(asked: AskedPermission): boolean {
  return asked.kind === 'edit' || (asked.kind === 'command' && asked.line.includes('>'));
}

/** Why it is asked about in every mode: it changes what this program runs or obeys itself. */
function ownReason(
  asked: AskedPermission,
  { judged, options }: { readonly judged: Judged; readonly options: PolicyOptions },
): string | undefined {
  if (asked.kind === 'command' && options.rules.allow.some((rule) => isLine(rule, asked.line))) return undefined;
  for (const demand of judged.demands) {
    if (demand.kind !== 'edit' || options.rules.allow.some((rule) => allowsFile(rule, demand, options))) continue;
    const guard = guardIn(options, demand.file);
    if (guard?.isOwn === true) return guard.reason;
  }
  return undefined;
}

interface Judged extends Omit<JudgedLine, 'demands' | 'line'> {
  readonly demands: readonly (Demand | Use)[];
  readonly line: JudgedLine['line'] | null;
}

async function judge(asked: AskedPermission, { root, programs }: Judging): Promise<Judged> {
  const none = { line: null, unclear: null };
  switch (asked.kind) {
    case 'command': {
      const { line, demands, unclear } = await judgeCommand(asked.line, { cwd: asked.cwd, root, programs });
      return { line, demands, unclear: asked.beside ?? unclear };
    }
    case 'edit':
    case 'read':
      return { ...none, demands: [{ kind: asked.kind, file: asked.file, written: asked.written ?? asked.file }] };
    case 'use':
      return { ...none, demands: [{ kind: 'use', tool: asked.tool, subject: asked.subject }] };
    default:
      return asked satisfies never;
  }
}

interface Matched {
  readonly asked: AskedPermission;
  readonly judged: Judged;
  readonly mentioned: Mentions;
  readonly options: Judging;
}

const TOO_LONG = 'it is too long for the rules that forbid or ask to be sure of it';

/** Only rules that forbid or ask look at it. */
async function mentionedBy({ line }: Judged, { deny, ask }: Rules): Promise<Mentions> {
  return line === null || deny.length + ask.length === 0 ? NOTHING : allMentions(line.mentioned);
}

/** For rules that forbid or ask: whatever is mentioned counts, and who may not read a file may not change it. */
function firstMatch(rules: readonly Rule[], { asked, judged, mentioned, options }: Matched): Rule | undefined {
  if (rules.length === 0) return undefined;
  const { globs } = options;
  const named = asked.kind === 'command' ? mentionedFiles(mentioned, asked.cwd) : [];
  return rules.find(({ tool, pattern }) => {
    if (tool === 'bash') {
      if (asked.kind !== 'command') return false;
      if (pattern.kind === 'any') return true;
      if (pattern.kind === 'line') return pattern.line === asked.line;
      return pattern.kind === 'command' && mentioned.commands.some((command) => mentions(pattern.words, command));
    }
    const counted = tool === 'read' ? named : named.filter(({ kind }) => kind !== 'read');
    if (
      (tool === 'read' || tool === 'edit') &&
      pattern.kind === 'glob' &&
      counted.some((file) => globs.covers(pattern.glob, file))
    ) {
      return true;
    }
    return judged.demands.some((demand) => {
      if (demand.kind === 'run') {
        const files = tool === 'read' && pattern.kind === 'glob' ? demand.named.flatMap((word) => word.files) : [];
        return pattern.kind === 'glob' && files.some((file) => globs.covers(pattern.glob, file));
      }
      if (demand.kind === 'use') return coversUse({ tool, pattern }, demand);
      if (tool !== demand.kind && !(tool === 'read' && demand.kind === 'edit')) return false;
      return pattern.kind === 'any' || (pattern.kind === 'glob' && globs.covers(pattern.glob, demand));
    });
  });
}

const NOTHING: Mentions = { commands: [], files: [], isCut: false };

/**
 * Whether plan mode leaves it to rules and questions: it reads, or a rule allows it that names what it is about. A
 * change of a file never is.
 */
function isForPlanning(
  asked: AskedPermission,
  { judged, options }: { readonly judged: Judged; readonly options: Judging },
): boolean {
  const { allow } = options.rules;
  if (judged.demands.some(({ kind }) => kind === 'edit')) return false;
  if (asked.kind === 'read' || (asked.kind === 'use' && asked.readOnly === true)) return true;
  if (asked.kind === 'command' && asked.beside === undefined && allow.some((rule) => isLine(rule, asked.line)))
    return true;
  if (judged.unclear !== null) return false;
  const named = { ...options, rules: { ...options.rules, allow: allow.filter(isNaming) } };
  return judged.demands.every((demand) => isAllowed(demand, named));
}

/** `bash` alone allows every command, and says nothing about planning. */
function isNaming({ tool, pattern }: Rule): boolean {
  return tool !== 'bash' || pattern.kind !== 'any';
}

function isAllowed(demand: Demand | Use, options: Judging): boolean {
  const {
    mode,
    rules: { allow },
  } = options;
  switch (demand.kind) {
    case 'run':
      return demand.isHarmless || allow.some((rule) => allowsRun(rule, demand, starPlace(options)));
    case 'read':
      return isReadInside(demand, options) || allow.some((rule) => allowsFile(rule, demand, options));
    case 'edit':
      return (
        (mode === 'edits' && isPlainFile(demand.file, options)) ||
        allow.some((rule) => allowsFile(rule, demand, options))
      );
    case 'use':
      return allow.some((rule) => allowsUse(rule, demand));
    default:
      return demand satisfies never;
  }
}

function isLine({ tool, pattern }: Rule, line: string): boolean {
  return tool === 'bash' && pattern.kind === 'line' && pattern.line === line;
}

/** Why it asks, when it is no simple command or a change within the project. */
function whyOf(
  open: readonly (Demand | Use)[],
  { asked, options }: { readonly asked: AskedPermission; readonly options: PolicyOptions },
): string | null {
  const { root } = options;
  for (const demand of open) {
    if (demand.kind === 'run' && demand.why !== undefined) return demand.why;
    const named = demand.kind === 'run' ? demand.named.flatMap(({ files }) => files) : [];
    const outside = named.find((one) => !isWithin(root, one.file));
    if (outside !== undefined) return `${outside.file} is outside the project`;
    if (demand.kind !== 'read' && demand.kind !== 'edit') continue;
    const { file } = demand;
    if (!isWithin(root, file)) return `${file} is outside the project`;
    if (demand.kind === 'read' || !isInside(file, options)) return personalReason(file, options.guards?.home);
    const guard = guardIn(options, file);
    if (guard !== undefined) return guard.reason;
    const written = asked.kind === 'command' ? `it writes ${path.relative(root, file)}` : null;
    const runs = runsWithProject(file, root);
    if (runs !== undefined) return written === null ? runs : `${written}, and ${runs}`;
    if (written !== null) return written;
  }
  return null;
}
