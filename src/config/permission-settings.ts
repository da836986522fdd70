/** Settings about permissions and the sandbox, and what they come to. */
import { capitalised } from './capitalised.ts';
import { expandHome } from '../agent/permissions/paths.ts';
import { parseAllowRule, parseRule, type ParsedRule, type Rule, type Rules } from '../agent/permissions/rules.ts';
import { asSwitch, FREE, WHEN_TRUSTED, type Setting } from './setting.ts';

export interface SandboxWish {
  readonly on: boolean;
  readonly network: boolean;
  /** Absolute folders beside the project. */
  readonly writable: readonly string[];
  /** Absolute files and folders of the home folder that are shown. */
  readonly readable: readonly string[];
  /** What runs in it needs no word of the user's. */
  readonly trusted: boolean;
}

/** What the published schema can say of a rule, and of one that allows. */
const LOOKS_LIKE_RULE = /^\s*[A-Za-z][\w-]*\*?\s*(?:\([^]*\S[^]*\))?\s*$/;
const LOOKS_LIKE_ALLOW_RULE =
  /^(?!\s*web_fetch\s*\([^/]*:\/\/[^/]*\*[^/]*\)\s*$)\s*[A-Za-z][\w-]*\*?\s*(?:\([^]*\S[^]*\))?\s*$/;

export const PERMISSION_SETTINGS = {
  allow: rules({
    help: 'what is done without asking',
    project: WHEN_TRUSTED,
    parse: parseAllowRule,
    looks: LOOKS_LIKE_ALLOW_RULE,
  }),
  ask: rules({ help: 'what is asked about in every mode', project: FREE, parse: parseRule, looks: LOOKS_LIKE_RULE }),
  deny: rules({ help: 'what is never done', project: FREE, parse: parseRule, looks: LOOKS_LIKE_RULE }),
  sandbox: {
    help: 'run commands in a sandbox: they can write only the project and temporary files, and do not see keys',
    allowed: 'true, false',
    schema: (z) => z.boolean(),
    default: false,
    flag: { read: asSwitch },
    merge: 'replace',
    project: { kind: 'when-trusted', widens: (on) => !on },
  } satisfies Setting<boolean>,
  sandboxNetwork: {
    help: 'whether commands in the sandbox reach the network',
    allowed: 'true, false',
    schema: (z) => z.boolean(),
    default: true,
    merge: 'replace',
    project: { kind: 'when-trusted', widens: (on) => on },
  } satisfies Setting<boolean>,
  sandboxWritable: {
    help: 'other folders that commands in the sandbox can write',
    allowed: 'a list of folders that begin with / or ~/',
    schema: (z) => z.array(z.string().check(z.regex(/^~?\//))),
    default: [],
    merge: 'append',
    project: WHEN_TRUSTED,
  } satisfies Setting<readonly string[]>,
  sandboxReadable: {
    help: 'files and folders of the home folder that commands in the sandbox see',
    allowed: 'a list of paths that begin with / or ~/',
    schema: (z) => z.array(z.string().check(z.regex(/^~?\//))),
    default: [],
    merge: 'append',
    project: WHEN_TRUSTED,
  } satisfies Setting<readonly string[]>,
  sandboxAllows: {
    help: 'whether commands in the sandbox run without asking',
    allowed: 'true, false',
    schema: (z) => z.boolean(),
    default: false,
    merge: 'replace',
    project: { kind: 'when-trusted', widens: (on) => on },
  } satisfies Setting<boolean>,
} as const;

interface RulesSetting extends Pick<Setting<readonly string[]>, 'help' | 'project'> {
  readonly parse: (text: string) => ParsedRule;
  readonly looks: RegExp;
}

function rules({ help, project, parse, looks }: RulesSetting) {
  const isRule = (text: string) => parse(text).kind === 'rule';
  const wrongRule = {
    error({ input }: { readonly input?: unknown }): string | undefined {
      const parsed = parse(String(input));
      return parsed.kind === 'wrong' ? capitalised(parsed.why) : undefined;
    },
    abort: true,
  };
  return {
    help,
    allowed: 'a list of rules such as "bash(npm test *)", "edit(src/**)", "read(~/notes/**)"',
    schema: (z) => z.array(z.string().check(z.regex(looks, wrongRule), z.refine(isRule, wrongRule))),
    default: [],
    merge: 'append',
    project,
  } satisfies Setting<readonly string[]>;
}

interface Given {
  readonly allow: readonly string[];
  readonly ask: readonly string[];
  readonly deny: readonly string[];
  readonly sandbox: boolean;
  readonly sandboxNetwork: boolean;
  readonly sandboxWritable: readonly string[];
  readonly sandboxReadable: readonly string[];
  readonly sandboxAllows: boolean;
}

export function rulesOf({ allow, ask, deny }: Pick<Given, 'allow' | 'ask' | 'deny'>): Rules {
  return { allow: allow.flatMap(ruleOf), ask: ask.flatMap(ruleOf), deny: deny.flatMap(ruleOf) };
}

export function sandboxOf(settings: Omit<Given, 'allow' | 'ask' | 'deny'>): SandboxWish {
  return {
    on: settings.sandbox,
    network: settings.sandboxNetwork,
    writable: settings.sandboxWritable.map(expandHome),
    readable: settings.sandboxReadable.map(expandHome),
    trusted: settings.sandboxAllows,
  };
}

/** Settings are checked before: what is no rule does not come here. */
function ruleOf(text: string): readonly Rule[] {
  const parsed = parseRule(text);
  return parsed.kind === 'rule' ? [parsed.rule] : [];
}
