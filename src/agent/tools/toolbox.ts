/** What the session needs of the tools: how they are offered to the model, how a call looks, how it is run. */
import type { ToolHeadline } from '../events.ts';
import type { RanTool } from '../loop.ts';
import type { ToolCall } from '../messages.ts';
import { createGate, type Gate, type GateOptions } from '../permissions.ts';
import type { Skill } from '../knowledge/skills.ts';
import type { ToolDefinition } from '../provider.ts';
import { allTools } from './all.ts';
import { toolDefinition } from './definition.ts';
import { skillTool } from './skill.ts';
import { runTool } from './run-tool.ts';
import { createSeenFiles } from './seen-files.ts';
import { withHooks, type ToolHooks } from './with-hooks.ts';
import type { AnyTool, ToolContext, ToolLimits } from './tool.ts';
import { oneLine } from './words.ts';

export interface Toolbox {
  readonly definitions: readonly ToolDefinition[];
  headline(call: ToolCall): ToolHeadline;
  /** Checks, asks, runs. Never rejects: whatever goes wrong is a result from which the model can go on. */
  run(call: ToolCall, context: CallContext): Promise<RanTool>;
}

/** What a call is made with, beside what the toolbox knows itself. */
export type CallContext = Omit<ToolContext, 'limits' | 'seen' | 'isHidden' | 'isNamedByRule' | 'askUser'>;

export interface ToolboxOptions {
  /** What may be done, and who is asked. */
  readonly gate: GateOptions | Gate;
  readonly limits: ToolLimits;
  readonly tools?: readonly AnyTool[];
  /** What the tool `skill` reads; without any it is not offered. */
  readonly skills?: readonly Skill[];
  /** Commands of the user's that run around every call. */
  readonly hooks?: ToolHooks | undefined;
}

export function createToolbox({
  gate: options,
  limits,
  tools: given = allTools,
  skills = [],
  hooks,
}: ToolboxOptions): Toolbox {
  const tools = skills.length === 0 ? given : [...given, skillTool(skills)];
  const gate = 'check' in options ? options : createGate(options);
  const seen = createSeenFiles();
  return {
    definitions: tools.map(toolDefinition),
    headline: (call) => headlineOf(call, tools),
    run(call, context) {
      const run = () =>
        runTool(call, {
          tools,
          gate,
          context: { ...context, limits, seen, isHidden: gate.hides, isNamedByRule: gate.names, askUser: gate.ask },
        });
      return hooks === undefined ? run() : withHooks(call, { hooks, signal: context.signal, run });
    },
  };
}

/** A call that cannot run has a headline too: its name. */
function headlineOf({ name, input }: ToolCall, tools: readonly AnyTool[]): ToolHeadline {
  const tool = tools.find((candidate) => candidate.name === name);
  const parsed = tool?.schema.safeParse(input);
  if (tool === undefined || parsed?.success !== true) return { name, verb: 'called', subject: oneLine(name) };
  return { name, ...tool.headline(parsed.data) };
}
