/** When hooks run, and what a setting says of one. */
export const HOOK_EVENTS = ['before_tool', 'after_tool', 'task_ended', 'stop'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

export interface HookSetting {
  readonly on: HookEvent;
  readonly command: string;
  /** Of hooks about tools: only for these, such as `edit_file|write_file` or `mcp__files__*`; without it for all. */
  readonly tool?: string | undefined;
  /** Its limit; 60 without. */
  readonly seconds?: number | undefined;
}
