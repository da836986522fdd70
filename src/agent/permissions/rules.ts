/**
 * Rules of settings: `bash(npm test *)`, `edit(src/**)`, `read(~/.ssh/**)`, `web_fetch(https://docs.example.org/*)`, or a bare tool.
 * Pure. What a pattern means depends on the tool: `match-command.ts`, `match-file.ts`; for all others `*` is anything.
 */
import { addressProblem } from './web-pattern.ts';
import { patternWords, type PatternWord } from './pattern-words.ts';

export interface Rule {
  /** As it was written. */
  readonly text: string;
  readonly tool: string;
  readonly pattern: RulePattern;
}

export type RulePattern =
  /** The tool, whatever it is about. */
  | { readonly kind: 'any' }
  /** `bash(=LINE)`: this line and no other. */
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'command'; readonly words: readonly PatternWord[] }
  | { readonly kind: 'glob'; readonly glob: string };

export interface Rules {
  readonly allow: readonly Rule[];
  readonly ask: readonly Rule[];
  readonly deny: readonly Rule[];
}

export type ParsedRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  /** `why` goes on after the rule: `there is nothing between its brackets`. */
  | { readonly kind: 'wrong'; readonly sentence: string; readonly why: string };

export function parseRule(text: string): ParsedRule {
  const [, tool, pattern] = /^\s*([a-z][\w-]*\*?)\s*(?:\((.*)\))?\s*$/is.exec(text) ?? [];
  if (tool === undefined) return wrong(text, 'a rule looks like bash(npm test *), edit(src/**) or read(~/notes/**)');
  const meant = MEANT[tool.toLowerCase()];
  if (meant !== undefined && meant !== tool)
    return wrong(text, `what ${tool} does is allowed and forbidden as ${meant}`);
  const read = patternOf(tool, pattern);
  return typeof read === 'string'
    ? wrong(text, read)
    : { kind: 'rule', rule: { text: text.trim(), tool, pattern: read } };
}

/** A rule that allows: its stars must not reach further than they look. */
export function parseAllowRule(text: string): ParsedRule {
  const parsed = parseRule(text);
  if (parsed.kind === 'wrong') return parsed;
  const { tool, pattern } = parsed.rule;
  const problem = tool === 'web_fetch' && pattern.kind === 'glob' ? addressProblem(pattern.glob) : serverProblem(tool);
  return problem === null ? parsed : wrong(text, problem);
}

/** `mcp__files*` would be of a server `files_of_others` too. */
function serverProblem(tool: string): string | null {
  const [, server] = /^mcp__((?:(?!__)[^*])+)\*$/.exec(tool) ?? [];
  return server === undefined ? null : `write the whole name of the server, such as mcp__${server}__*`;
}

/** Names under which rules are looked for, by those that would be about nothing. */
const MEANT: { readonly [name: string]: string | undefined } = {
  bash: 'bash',
  background_run: 'bash',
  edit: 'edit',
  edit_file: 'edit',
  write: 'edit',
  write_file: 'edit',
  read: 'read',
  read_file: 'read',
  list_directory: 'read',
  search_files: 'read',
  find_files: 'read',
  webfetch: 'web_fetch',
  web_fetch: 'web_fetch',
};

/** The pattern, or what is wrong with it. */
function patternOf(tool: string, pattern: string | undefined): RulePattern | string {
  if (pattern === undefined) return { kind: 'any' };
  if (pattern.trim() === '') return 'there is nothing between its brackets';
  if (tool !== 'bash') return { kind: 'glob', glob: pattern.trim() };
  if (pattern.startsWith('=')) return { kind: 'line', line: pattern.slice(1) };
  const words = patternWords(pattern);
  if (words === undefined) return 'it is about one simple command, so quote what the shell would read as more';
  return { kind: 'command', words };
}

function wrong(text: string, why: string): ParsedRule {
  return { kind: 'wrong', sentence: `${JSON.stringify(text)} is no rule: ${why}.`, why };
}
