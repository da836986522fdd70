import { HOOK_EVENTS, type HookSetting } from '../agent/hook-setting.ts';
import { WHEN_TRUSTED, type Setting } from './setting.ts';

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
        tool: z.optional(z.string()),
        seconds: z.optional(z.number().check(z.minimum(1), z.maximum(3_600))),
      }),
    ),
  default: [],
  merge: 'append',
  project: WHEN_TRUSTED,
  words: (hook) => hookWords(hook as HookSetting),
} satisfies Setting<readonly HookSetting[]>;

function hookWords({ on, tool, seconds, command }: HookSetting): string {
  return `${on}${tool === undefined ? '' : ` of ${tool}`}${seconds === undefined ? '' : ` (${seconds} s)`}: ${command}`;
}
