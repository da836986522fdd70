/** What `-p` and the options that belong to it ask for. */
import { commandLine } from '../background/start-command.ts';
import { parseAllowRule, type Rule } from '../agent/permissions/rules.ts';

export interface HeadlessWish {
  readonly output: 'text' | 'json' | 'stream-json';
  readonly input: 'text' | 'stream-json';
  /** How often the model may be called; `null`: without a limit. */
  readonly maxTurns: number | null;
  /** What is allowed without a question, beside what settings allow. */
  readonly allow: readonly Rule[];
  /** The JSON Schema that the result has to fit, or the file that holds it; `null` for an answer in words. */
  readonly schema: string | null;
  /** Whether to stay until no background task runs. */
  readonly wait: boolean;
}

export type ReadWish =
  { readonly kind: 'wish'; readonly wish: HeadlessWish | null } | { readonly kind: 'error'; readonly sentence: string };

type Flags = Readonly<Record<string, string | boolean | undefined>>;

const OUTPUTS = ['text', 'json', 'stream-json'] as const;
const INPUTS = ['text', 'stream-json'] as const;
const ITS_FLAGS = ['output-format', 'input-format', 'max-turns', 'allowed-tools', 'no-wait', 'json-schema'] as const;

export function headlessWish(flags: Flags): ReadWish {
  const alone = ITS_FLAGS.find((name) => flags[name] !== undefined);
  if (flags['print'] !== true) {
    return alone === undefined ? { kind: 'wish', wish: null } : wrong(`--${alone} goes with -p only`);
  }
  const output = OUTPUTS.find((one) => one === (flags['output-format'] ?? 'text'));
  if (output === undefined) return wrong(`--output-format is one of ${OUTPUTS.join(', ')}`);
  const input = INPUTS.find((one) => one === (flags['input-format'] ?? 'text'));
  if (input === undefined) return wrong(`--input-format is one of ${INPUTS.join(', ')}`);
  const limit = flags['max-turns'];
  const maxTurns = limit === undefined ? null : Number(limit);
  if (maxTurns !== null && !(Number.isInteger(maxTurns) && maxTurns >= 1)) {
    return wrong('--max-turns is a whole number from 1');
  }
  const allow: Rule[] = [];
  for (const text of rulesIn(String(flags['allowed-tools'] ?? ''))) {
    const parsed = parseAllowRule(text);
    if (parsed.kind === 'wrong') return wrong(`--allowed-tools: ${parsed.sentence.replace(/\.$/, '')}`);
    allow.push(parsed.rule);
  }
  const schema = flags['json-schema'] === undefined ? null : String(flags['json-schema']);
  return { kind: 'wish', wish: { output, input, maxTurns, allow, schema, wait: flags['no-wait'] !== true } };
}

/** Rules between commas, of which those inside brackets belong to a rule; what is never closed is part of the last. */
function rulesIn(text: string): readonly string[] {
  const rules = [''];
  let open = 0;
  for (const char of text) {
    if (char === '(') open += 1;
    if (char === ')') open -= 1;
    if (char === ',' && open <= 0) rules.push('');
    else rules[rules.length - 1] += char;
  }
  return rules.map((rule) => rule.trim()).filter((rule) => rule !== '');
}

function wrong(what: string): ReadWish {
  return { kind: 'error', sentence: `${what}. ${commandLine('--help')} lists the options.` };
}
