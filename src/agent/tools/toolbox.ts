/** What the session needs of the tools: how they are offered to the model, how a call looks, how it is run. */
import type { ToolHeadline } from '../events.ts';
import type { RanTool } from '../loop.ts';
import type { Pace } from '../run-calls.ts';
import type { ToolCall } from '../messages.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { createGate, type Gate, type GateOptions } from '../permissions.ts';
import { createNestedInstructions, type NestedPlaces } from '../knowledge/nested-instructions.ts';
import type { Skill } from '../knowledge/skills.ts';
import type { ToolDefinition } from '../provider.ts';
import { allTools } from './all.ts';
import { toolDefinition } from './definition.ts';
import { withOwnNames } from './other-names.ts';
import { skillTool } from './skill.ts';
import { paceOf, runTool, type ToolRun } from './run-tool.ts';
import { createSeenFiles } from './seen-files.ts';
import { withHooks, type ToolHooks } from './with-hooks.ts';
import { withInstructions } from './with-instructions.ts';
import type { AnyTool, ToolContext, ToolLimits } from './tool.ts';
import { oneLine } from './words.ts';

export interface Toolbox {
  readonly definitions: readonly ToolDefinition[];
  headline(call: ToolCall): ToolHeadline;
  /** How the call may run beside others of its message. */
  pace(call: ToolCall, context: CallContext): Promise<Pace>;
  /** Checks, asks, runs. Never rejects: whatever goes wrong is a result from which the model can go on. */
  run(call: ToolCall, context: CallContext): Promise<RanTool>;
}

/** What a call is made with, beside what the toolbox knows itself. */
export type CallContext = Omit<ToolContext, 'limits' | 'network' | 'seen' | 'isHidden' | 'isNamedByRule' | 'askUser'>;

export interface ToolboxOptions {
  /** What may be done, and who is asked. */
  readonly gate: GateOptions | Gate;
  readonly limits: ToolLimits;
  /** Without it, the network is reached directly. */
  readonly network?: Network | undefined;
  /** Asked for at each request, and the same list as long as nothing has changed. */
  readonly tools?: () => readonly AnyTool[];
  /** Which of the tools are offered, as the same list while nothing has changed; default: all. All can be called. */
  readonly offered?: (tools: readonly AnyTool[]) => readonly AnyTool[];
  /** What the tool `skill` reads; without any it is not offered. */
  readonly skills?: readonly Skill[];
  /** Where instructions for folders below the project's are looked for; without it, nowhere. */
  readonly instructions?: NestedPlaces | undefined;
  /** Commands of the user's that run around every call. */
  readonly hooks?: ToolHooks | undefined;
}

export function createToolbox({
  gate: options,
  limits,
  network = createNetwork({ env: {} }),
  tools: given = () => allTools,
  offered = (tools) => tools,
  skills = [],
  instructions: places,
  hooks,
}: ToolboxOptions): Toolbox {
  const tools = joined(given, skills);
  const define = remembered((list: readonly AnyTool[]) => list.map(toolDefinition));
  const gate = 'check' in options ? options : createGate(options);
  const seen = createSeenFiles();
  const instructions = places && createNestedInstructions(places);
  return {
    get definitions() {
      return define(offered(tools()));
    },
    headline: (call) => headlineOf(call, tools()),
    pace: (call, context) => paceOf(named(call), runWith(context)),
    async run(given, context) {
      // Before the hooks, which look for the names that are documented.
      const call = named(given);
      const run = () => runTool(call, runWith(context));
      const ran = await (hooks === undefined ? run() : withHooks(call, { hooks, signal: context.signal, run }));
      if (instructions === undefined) return ran;
      return withInstructions(call, ran, { instructions, root: context.root, isHidden: gate.hides });
    },
  };

  function runWith(context: CallContext): ToolRun {
    const { ask: askUser, hides: isHidden, names: isNamedByRule } = gate;
    return { tools: tools(), gate, context: { ...context, limits, network, seen, isHidden, isNamedByRule, askUser } };
  }
}

/** With its arguments under the names that are documented. */
function named(call: ToolCall): ToolCall {
  return { ...call, input: withOwnNames(call.name, call.input) };
}

function joined(given: () => readonly AnyTool[], skills: readonly Skill[]): () => readonly AnyTool[] {
  if (skills.length === 0) return given;
  const skill = skillTool(skills);
  const join = remembered((list: readonly AnyTool[]) => [...list, skill]);
  return () => join(given());
}

/** The last answer is given again while it is asked with the same list. */
function remembered<In, Out>(make: (given: In) => Out): (given: In) => Out {
  let last: { readonly given: In; readonly made: Out } | undefined;
  return (given) => {
    if (last?.given !== given) last = { given, made: make(given) };
    return last.made;
  };
}

/** A call that cannot run has a headline too: its name. */
function headlineOf({ name, input }: ToolCall, tools: readonly AnyTool[]): ToolHeadline {
  const tool = tools.find((candidate) => candidate.name === name);
  const parsed = tool?.schema.safeParse(withOwnNames(name, input));
  if (tool === undefined || parsed?.success !== true) return { name, verb: 'called', subject: oneLine(name) };
  return { name, ...tool.headline(parsed.data) };
}
