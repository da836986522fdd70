/** What runs an agent in the background, from what it shares with the session that started it. */
import type { HostedTask, HostedWork } from '../../background/hosted-work.ts';
import type { WrittenAgent } from '../knowledge/agents.ts';
import type { NestedPlaces } from '../knowledge/nested-instructions.ts';
import type { Skill } from '../knowledge/skills.ts';
import type { ToolHooks } from '../tools/with-hooks.ts';
import type { Network } from '../network/network.ts';
import type { Gate } from '../permissions.ts';
import type { AnyTool, ToolLimits } from '../tools/tool.ts';
import { createToolbox } from '../tools/toolbox.ts';
import { newestOf } from '../model-facts.ts';
import type { SharedPorts } from '../session-contract.ts';
import type { SystemPromptFacts } from '../system-prompt.ts';
import { agentPrompt } from './agent-prompt.ts';
import { agentGate, agentTools } from './agent-tools.ts';
import { runAgent, type AgentPorts } from './run-agent.ts';

export interface AgentWorkPorts extends Omit<AgentPorts, 'toolbox' | 'system'> {
  /** Of the session, when it started. */
  readonly facts: SystemPromptFacts | Promise<SystemPromptFacts>;
  /** That of the session. */
  readonly gate: Gate;
  readonly limits: ToolLimits;
  readonly network?: Network | undefined;
  readonly skills?: readonly Skill[];
  readonly instructions?: NestedPlaces | undefined;
  /** The kinds that are written down. */
  readonly agents?: readonly WrittenAgent[];
  readonly hooks?: ToolHooks | undefined;
  tools(): readonly AnyTool[];
}

export function agentWork(ports: AgentWorkPorts): HostedWork {
  return async (task, running) => {
    const { spec } = task;
    const hosted = spec.hosted?.kind === 'agent' ? spec.hosted : undefined;
    const kind = ports.agents?.find(({ name }) => name === hosted?.name);
    const tools = agentTools(agentTools(ports.tools(), hosted?.tools), kind?.tools);
    const toolbox = createToolbox({
      gate: agentGate(ports.gate, nameOf(task)),
      limits: ports.limits,
      network: ports.network,
      tools: () => tools,
      skills: ports.skills ?? [],
      instructions: ports.instructions,
      hooks: ports.hooks,
    });
    const model = modelOf(kind, ports.session.model());
    const session = { ...ports.session, model: () => model };
    const facts = await ports.facts;
    const state = { ...facts.state, model: model.model, mode: session.mode() };
    const names = toolbox.definitions.map(({ name }) => name);
    const system = [agentPrompt({ ...facts, state }, names), kind?.prompt].filter(Boolean).join('\n\n');
    return runAgent(task, running, { ...ports, session, system, toolbox });
  };
}

type Asked = ReturnType<SharedPorts['model']>;

/** An effort is of the model that it was chosen for. */
function modelOf(kind: WrittenAgent | undefined, current: Asked): Asked {
  const written = kind?.model;
  if (written === undefined) return current;
  const isFamily = /^[a-z]+$/.test(written);
  const model = isFamily ? newestOf(written, current.model) : written;
  return model === undefined || model === current.model ? current : { model, effort: null };
}

function nameOf({ id, spec }: HostedTask): string {
  return spec.label ?? id;
}
