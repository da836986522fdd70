/** What the tools that run commands have in common: a time limit in seconds, and the question before they run. */
import { z } from 'zod';
import type { TaskId, TaskSpec } from '../../background/task.ts';
import { reveal } from '../../background/invisible.ts';
import type { ToolHeadline } from '../events.ts';
import type { AskedPermission } from './tool.ts';
import { folderWords, limitWords, oneLine } from './words.ts';

/** A week: timers hold no more than 24 days. */
const LONGEST = 604_800;

export const commandSchema = z.string().regex(/\S/, 'expected a command').describe('A shell command line');

export const timeoutSchema = z.number().min(0).max(LONGEST);

/** Milliseconds from the seconds that the model gave; 0 is no limit. */
export function timeLimitOf(timeout: number | undefined, preset: number): number | null {
  if (timeout === undefined) return preset;
  return timeout === 0 ? null : timeout * 1000;
}

/** A command on one line, under its name if it has one; with all of it when that line leaves something out. */
export function commandHeadline(command: string, label?: string): Pick<ToolHeadline, 'subject' | 'command'> {
  const subject = oneLine(label || command);
  return subject === command.trim() ? { subject } : { subject, command };
}

export interface CommandQuestion {
  readonly title: string;
  readonly command: string;
  readonly cwd: string;
  readonly timeLimit: number | null;
  readonly after?: readonly TaskId[];
  readonly afterAnyEnd?: readonly TaskId[];
  /** What else is to be known of the command: its environment, its input. */
  readonly more?: readonly string[];
  readonly env?: TaskSpec['env'];
  readonly input?: string;
}

export function commandPermission(asked: CommandQuestion): AskedPermission {
  const { title, command, cwd, timeLimit, after = [], afterAnyEnd = [], more = [], env, input } = asked;
  const beside =
    env === undefined ? (input === undefined ? undefined : 'it is given an input') : 'it is given variables';
  const first = [...after, ...afterAnyEnd];
  const context = [
    `in ${folderWords(cwd)}`,
    limitWords(timeLimit),
    ...(first.length === 0 ? [] : [`after ${first.join(', ')}`]),
  ].join(' · ');
  const lines = reveal(command);
  const permission = {
    kind: 'command',
    line: command,
    cwd,
    question: { title, body: [...lines, ...more], commandLines: lines.length, context },
  } as const;
  return beside === undefined ? permission : { ...permission, beside };
}
