/** Whether a rule allows a command, by its words and by what they name. */
import { baseName } from './commands.ts';
import type { Demand } from './judge-command.ts';
import { knownCommand } from './known-commands/all.ts';
import { matchesCommand, namesCommand } from './match-command.ts';
import { allowsFile, isInside, isPlainFile, type ProjectFiles } from './file-rules.ts';
import type { Rule, Rules } from './rules.ts';
import type { StarPlace } from './star-word.ts';
import { starsHold } from './star-words.ts';

/** `bash` alone is every command that nothing is known of, and of the others what a `*` would be. */
export function allowsRun({ tool, pattern }: Rule, run: Extract<Demand, { kind: 'run' }>, place: StarPlace): boolean {
  if (tool !== 'bash') return false;
  const { words } = run.command;
  const command = { place, words, named: run.named };
  switch (pattern.kind) {
    case 'any': {
      const isKnown = knownCommand(baseName(words[0]?.text ?? '')) !== null;
      return !run.isRunner && (!isKnown || starsHold([], command));
    }
    case 'command':
      if (run.isRunner && !namesCommand(pattern.words)) return false;
      return matchesCommand(pattern.words, words) && starsHold(pattern.words, command);
    case 'line':
    case 'glob':
      return false;
    default:
      return pattern satisfies never;
  }
}

/** What commands may do with the files that a star stands for. */
export function starPlace(options: ProjectFiles & { readonly rules: Pick<Rules, 'allow'> }): StarPlace {
  const { root, rules } = options;
  return {
    root,
    mayRead(file) {
      const demand = { kind: 'read', file, written: file } as const;
      return isInside(file, options) || rules.allow.some((rule) => allowsFile(rule, demand, options));
    },
    isInside: (file) => isInside(file, options),
    isPlain: (file) => isPlainFile(file, options),
  };
}
