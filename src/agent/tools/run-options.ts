/** What background_run takes beside the command: its environment, its stdin, a terminal, patterns to watch for. */
import { z } from 'zod';
import { isOurs } from '../../background/local/environment.ts';
import { readPattern } from '../../background/pattern-search.ts';
import type { TaskSpec } from '../../background/task.ts';
import { reveal } from '../../background/invisible.ts';

export const runOptions = {
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a variable'), z.string())
    .optional()
    .describe('Extra environment variables'),
  notify_on: z
    .array(z.string().min(1).max(1_000))
    .max(10)
    .optional()
    .describe(
      'JavaScript regular expressions; you are told of output lines that match while it runs, such as "listening on"',
    ),
  stdin: z.boolean().optional().describe('Keep its stdin open for send_background (default: stdin is empty)'),
  input: z.string().max(4_000_000).optional().describe('Text to give it on stdin'),
  pty: z.boolean().optional().describe('Give it a terminal (120x40), for programs that need one'),
};

export type RunOptions = { readonly [Name in keyof typeof runOptions]?: z.infer<(typeof runOptions)[Name]> };

type OwnSpec = Pick<TaskSpec, 'env' | 'notifyOn' | 'stdin' | 'input' | 'pty'>;

/** The options as the task has them; without those that say nothing. */
export function specOf({ env, notify_on, stdin, input, pty }: RunOptions): OwnSpec {
  return {
    ...(env !== undefined && Object.keys(env).length > 0 ? { env } : {}),
    ...(notify_on !== undefined && notify_on.length > 0 ? { notifyOn: [...new Set(notify_on)] } : {}),
    ...(stdin ? { stdin: 'open' as const } : {}),
    ...(input ? { input } : {}),
    ...(pty ? { pty } : {}),
  };
}

/** Why the command cannot be run so, if it cannot. */
export function wrongOption({ env = {}, notify_on = [] }: RunOptions): string | undefined {
  const reserved = Object.keys(env).find(isOurs);
  if (reserved !== undefined) return `env: ${reserved} cannot be set for a command. Nothing was started.`;
  for (const written of notify_on) {
    const read = readPattern(written);
    if (read.kind === 'invalid') return `notify_on: ${read.reason}. Correct the pattern; nothing was started.`;
  }
  return undefined;
}

/** What the human has to see of them before the command runs. */
export function shownOptions({ env = {}, stdin, input, pty }: OwnSpec): readonly string[] {
  const variables = Object.entries(env).flatMap(([name, value]) => reveal(`  ${name}=${value}`));
  return [
    ...(variables.length > 0 ? ['', 'with these variables:', ...variables] : []),
    ...(input === undefined ? [] : ['', 'with this input:', ...reveal(input).map((line) => `  ${line}`)]),
    ...(stdin === 'open' || pty
      ? ['', `with ${[pty ? 'a terminal' : '', stdin === 'open' ? 'an open stdin' : ''].filter(Boolean).join(' and ')}`]
      : []),
  ];
}
