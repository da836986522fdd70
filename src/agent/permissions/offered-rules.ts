/** The rules that a question offers to keep: each says no more than what belongs together. */
import path from 'node:path';
import type { AskedPermission } from '../tools/tool.ts';
import { allowsRun, starPlace } from './allows-run.ts';
import { isPlainFile, type FileDemand, type ProjectFiles } from './file-rules.ts';
import type { Demand } from './judge-command.ts';
import { isWithin } from './paths.ts';
import { parseAllowRule, type Rules } from './rules.ts';
import { globFor, suggestReadRule } from './suggest-file-rule.ts';
import { suggestCommandRule } from './suggest-rule.ts';
import type { Use } from './use-rules.ts';

type Offering = ProjectFiles & { readonly rules: Rules };

/** Rules that together would allow it; more than a few, or one that says too much, are none. */
export function rulesFor(
  open: readonly (Demand | Use)[],
  { asked, options }: { readonly asked: AskedPermission; readonly options: Offering },
): readonly string[] {
  const rules = [...new Set(open.map((demand) => ruleFor(demand, options)))];
  return rules.length <= MOST_RULES && rules.every(isReadable) ? rules : lineRule(asked);
}

const MOST_RULES = 3;

function ruleFor(demand: Demand | Use, options: Offering): string {
  const { root } = options;
  switch (demand.kind) {
    case 'run':
      return suggestCommandRule(demand.command, (rule) => allowsRun(rule, demand, starPlace(options)));
    case 'read':
      return readRule(demand, root);
    case 'edit': {
      const folder = path.dirname(demand.file);
      const isAlone = folder === root || !isPlainFile(demand.file, options);
      return isAlone ? `edit(${globFor(demand.file, root)})` : `edit(${globFor(folder, root)}/**)`;
    }
    case 'use':
      return useRule(demand);
    default:
      return demand satisfies never;
  }
}

/** What is asked about within the project is personal: the file alone, and no rule for a folder that holds the home folder. */
function readRule({ file, isDeep }: FileDemand, root: string): string {
  if (!isWithin(root, file)) return suggestReadRule(file);
  return isDeep === true ? '' : `read(${globFor(file, root)})`;
}

/** Of a page: all of its host. */
function useRule({ tool, subject }: Use): string {
  if (subject === '') return tool;
  if (tool === 'web_fetch' && URL.canParse(subject)) return `${tool}(${new URL(subject).origin}/*)`;
  return subject.includes('*') ? '' : `${tool}(${subject})`;
}

export function lineRule(asked: AskedPermission): readonly string[] {
  if (asked.kind !== 'command') return [];
  const rule = `bash(=${asked.line})`;
  return isReadable(rule) ? [rule] : [];
}

/** What cannot be shown whole on a line or two is not offered; nor what could not be read back. */
function isReadable(rule: string): boolean {
  return rule.length <= 160 && !/[\p{C}]/u.test(rule) && parseAllowRule(rule).kind === 'rule';
}
