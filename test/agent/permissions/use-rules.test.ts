import { describe, expect, test } from 'vitest';
import { verdictOn } from '../../../src/agent/permissions/policy.ts';
import { namesUse } from '../../../src/agent/permissions/use-rules.ts';
import { parseAllowRule, parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';

function ruleOf(text: string): Rule {
  const parsed = parseRule(text);
  if (parsed.kind === 'wrong') throw new Error(parsed.sentence);
  return parsed.rule;
}

interface Asked {
  readonly tool: string;
  readonly subject: string;
  readonly allow?: string;
  readonly deny?: string;
}

async function verdict({ tool, subject, allow, deny }: Asked) {
  const question = { title: '', body: [], context: '' };
  const rules = { allow: allow ? [ruleOf(allow)] : [], ask: [], deny: deny ? [ruleOf(deny)] : [] };
  return verdictOn({ kind: 'use', tool, subject, question }, { root: '/p', mode: 'ask', rules, sandboxed: false });
}

describe('a star of an address stays where it is', () => {
  test.each([
    ['https://docs.*', 'https://docs.attacker.com/', false],
    ['https://docs.*/*', 'https://docs.attacker.com/', false],
    ['https://docs.*/*', 'https://docs.com/x', true],
    ['https://*.example.org/*', 'https://docs.example.org/a/b?c', true],
    ['https://*.example.org/*', 'https://attacker.com/x.example.org/y', false],
    ['https://*.example.org/*', 'https://attacker.com/?.example.org/', false],
    ['https://*.example.org/*', 'https://a.b.example.org/', false],
    ['https://*.example.org/*', 'https://a@attacker.com:443/.example.org/', false],
    ['https://*example.org/*', 'https://attackerexample.org/', true],
    ['https://example.org*', 'https://example.org.attacker.com/', false],
    ['https://example.org*/*', 'https://example.org@attacker.com/x', false],
    ['https://example.org/*', 'https://example.org/a', true],
    ['https://example.org/*', 'https://example.org:8443/a', false],
    ['http://localhost:*/*', 'http://localhost:3000/a', true],
    ['*://example.org/*', 'http://example.org/a', true],
    ['*example.org*', 'https://attacker.com/example.org', false],
    ['*', 'https://anything.at/all', true],
  ])('web_fetch(%s) allows %s: %s', async (pattern, subject, ok) => {
    const asked = { tool: 'web_fetch', subject, allow: `web_fetch(${pattern})` };
    expect(await verdict(asked)).toMatchObject({ kind: ok ? 'allowed' : 'asks' });
  });

  test('a rule that forbids an address says rather too much', async () => {
    for (const deny of ['web_fetch(http://*)', 'web_fetch(*attacker*)']) {
      expect(await verdict({ tool: 'web_fetch', subject: 'http://docs.attacker.com/', deny })).toMatchObject({
        kind: 'denied',
      });
    }
  });

  test('what a rule names for local pages is a whole host', () => {
    const use = { tool: 'web_fetch', subject: 'http://localhost:3000/x' };
    expect(namesUse(ruleOf('web_fetch(http://localhost:3000/*)'), use)).toBe(true);
    expect(namesUse(ruleOf('web_fetch(http://*:3000/*)'), use)).toBe(false);
  });

  test.each([
    'web_fetch(https://docs.*)',
    'web_fetch(https://*)',
    'web_fetch(http://localhost:*)',
    'web_fetch(docs.example.org/*)',
    'web_fetch(*.example.org/*)',
    'web_fetch(domain:example.org)',
  ])('%s is refused as a rule that allows, with the right spelling', (text) => {
    expect(parseAllowRule(text)).toMatchObject({
      kind: 'wrong',
      sentence: expect.stringContaining('web_fetch(https://docs.example.org/*)'),
    });
  });

  test.each([
    'web_fetch',
    'web_fetch(*)',
    'web_fetch(https://*.a.org/*)',
    'web_fetch(https://a.org/x)',
    'mcp__*',
    'bash',
  ])('%s is a rule that allows', (text) => expect(parseAllowRule(text)).toMatchObject({ kind: 'rule' }));
});

describe('tools of MCP servers', () => {
  test('a rule that allows ends no server in a star, which another server could begin with', () => {
    expect(parseAllowRule('mcp__files*')).toMatchObject({
      kind: 'wrong',
      sentence: expect.stringContaining('mcp__files__*'),
    });
    expect(parseAllowRule('mcp__files__read*')).toMatchObject({ kind: 'rule' });
    expect(parseRule('mcp__files*')).toMatchObject({ kind: 'rule' });
  });

  test.each([
    ['files:file:///work/*', 'files:file:///work/a', true],
    ['files:file:///work/*', 'files:file:///work/../etc/passwd', false],
    ['files:file:///work/*', 'files:file:///work/%2e%2E/etc/passwd', false],
    ['files:file:///work/*', 'files:file:///work/..%2fetc', false],
    ['files:file:///work/../etc', 'files:file:///work/../etc', true],
    ['files:file:///work/*', 'files:file:///work/a..b', true],
  ])('read_mcp_resource(%s) allows %s: %s', async (pattern, subject, ok) => {
    const asked = { tool: 'read_mcp_resource', subject, allow: `read_mcp_resource(${pattern})` };
    expect(await verdict(asked)).toMatchObject({ kind: ok ? 'allowed' : 'asks' });
  });
});
