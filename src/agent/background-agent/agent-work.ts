/** What runs an agent in the background, from what it shares with the session that started it. */
import type { HostedTask, HostedWork } from '../../background/hosted-work.ts';
import type { Skill } from '../knowledge/skills.ts';
import type { ToolHooks } from '../tools/with-hooks.ts';
import type { Network } from '../network/network.ts';
import type { Gate } from '../permissions.ts';
import type { AnyTool, ToolLimits } from '../tools/tool.ts';
import { createToolbox } from '../tools/toolbox.ts';
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
  readonly hooks?: ToolHooks | undefined;
  tools(): readonly AnyTool[];
}

export function agentWork(ports: AgentWorkPorts): HostedWork {
  return async (task, hosted) => {
    const { spec } = task;
    const wanted = spec.hosted?.kind === 'agent' ? spec.hosted.tools : undefined;
    const tools = agentTools(ports.tools(), wanted);
    const toolbox = createToolbox({
      gate: agentGate(ports.gate, nameOf(task)),
      limits: ports.limits,
      network: ports.network,
      tools: () => tools,
      skills: ports.skills ?? [],
      hooks: ports.hooks,
    });
    const { session } = ports;
    const facts = await ports.facts;
    const state = { ...facts.state, model: session.model().model, mode: session.mode() };
    const names = toolbox.definitions.map(({ name }) => name);
    return runAgent(task, hosted, { ...ports, system: agentPrompt({ ...facts, state }, names), toolbox });
  };
}

function nameOf({ id, spec }: HostedTask): string {
  return spec.label ?? id;
}
