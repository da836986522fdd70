/** Whether a rule is about the use of a tool that neither runs commands nor is about files: pages, MCP servers, input. */
import { matchesText } from './match-command.ts';
import type { Rule } from './rules.ts';
import { matchesAddress, starred } from './web-pattern.ts';

export interface Use {
  readonly kind: 'use';
  readonly tool: string;
  /** What its rules are about: an address, or nothing. */
  readonly subject: string;
}

/** For rules that ask or forbid: a star is anything. */
export function coversUse({ tool: wanted, pattern }: Pick<Rule, 'tool' | 'pattern'>, { tool, subject }: Use): boolean {
  const named = wanted.endsWith('*') ? tool.startsWith(wanted.slice(0, -1)) : tool === wanted;
  if (!named || pattern.kind === 'any') return named;
  return pattern.kind === 'glob' && matchesText(starred(pattern.glob), subject);
}

/** For rules that allow: no star crosses into another host, or goes back by `..`. */
export function allowsUse(rule: Pick<Rule, 'tool' | 'pattern'>, use: Use): boolean {
  if (!coversUse(rule, use)) return false;
  const { pattern } = rule;
  if (pattern.kind !== 'glob' || pattern.glob === use.subject || pattern.glob === '*') return true;
  if (use.tool === 'web_fetch') return matchesAddress(pattern.glob, use.subject) === true;
  return (
    use.tool !== 'read_mcp_resource' || !/(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?:$|[/\\?#]|%2f|%5c)/i.test(use.subject)
  );
}

/** It covers the use, and begins with what is meant and not with a pattern. */
export function namesUse(rule: Pick<Rule, 'tool' | 'pattern'>, use: Omit<Use, 'kind'>): boolean {
  const isNamed = rule.pattern.kind === 'glob' && /^[a-z]+:\/\/[^*/]+(?:\/|$)/i.test(rule.pattern.glob);
  return isNamed && allowsUse(rule, { kind: 'use', ...use });
}
