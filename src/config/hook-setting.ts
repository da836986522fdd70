import { HOOK_EVENTS, type HookSetting } from '../agent/hook-setting.ts';
import { TOOL_NAMES } from '../agent/tool-names.ts';
import { WHEN_TRUSTED, type Setting, type UnknownName } from './setting.ts';

/** Names of tools, `mcp__SERVER__TOOL` and `mcp__SERVER__*`, with `|` between. */
const NAME = `(?:${TOOL_NAMES.join('|')}|mcp__[^\\s|*]+(?:\\*)?)`;
const TOOLS = new RegExp(`^\\s*${NAME}\\s*(?:\\|\\s*${NAME}\\s*)*$`);

/** Never from a file of the project that the user has not trusted: a hook is a command. */
export const HOOKS_SETTING = {
  help: 'commands that run when something happens; see docs/hooks.md',
  allowed:
    'a list such as [{"on": "after_tool", "tool": "edit_file|write_file", "command": "npx prettier --check .", "seconds": 30}]',
  schema: (z) =>
    z.array(
      z.strictObject({
        on: z.enum(HOOK_EVENTS),
        command: z.string().check(z.trim(), z.minLength(1)),
        tool: z.optional(z.string().check(z.regex(TOOLS, 'Expected names of tools with | between'))),
        seconds: z.optional(z.number().check(z.minimum(1), z.maximum(3_600))),
      }),
    ),
  default: [],
  merge: 'append',
  project: WHEN_TRUSTED,
  unknownName: ([, part], value) => (part === 'tool' && typeof value === 'string' ? unknownTool(value) : undefined),
  words: (hook) => hookWords(hook as HookSetting),
} satisfies Setting<readonly HookSetting[]>;

/** The first that is none. Other programs call theirs `Edit` and `Read`. */
function unknownTool(tools: string): UnknownName | undefined {
  const name = tools
    .split('|')
    .find((one) => !TOOLS.test(one))
    ?.trim();
  if (name === undefined) return undefined;
  const like = TOOL_NAMES.find((one) => name !== '' && one.startsWith(`${name.toLowerCase()}_`)) ?? name;
  return { name, like, known: TOOL_NAMES };
}

function hookWords({ on, tool, seconds, command }: HookSetting): string {
  return `${on}${tool === undefined ? '' : ` of ${tool}`}${seconds === undefined ? '' : ` (${seconds} s)`}: ${command}`;
}
