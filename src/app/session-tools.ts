/** The tools of a session and of the agents that it starts: one gate for all, loaded when they are first needed. */
import { setTimeout } from 'node:timers/promises';
import type { Gate, GateOptions } from '../agent/permissions.ts';
import type { Network } from '../agent/network/network.ts';
import type { ModelSettings } from '../agent/model-calls.ts';
import type { ModelProvider } from '../agent/provider.ts';
import type { SharedPorts } from '../agent/session-contract.ts';
import { createMcpServers, type McpServers, type McpServersOptions, type ServerStatus } from '../agent/mcp/servers.ts';
import type { SystemPromptFacts } from '../agent/system-prompt.ts';
import type { DeferredTools } from '../agent/tools/find-tools.ts';
import type { AnyTool, ToolLimits } from '../agent/tools/tool.ts';
import type { ToolHooks } from '../agent/tools/with-hooks.ts';
import type { WrittenAgent } from '../agent/knowledge/agents.ts';
import type { NestedPlaces } from '../agent/knowledge/nested-instructions.ts';
import type { Skill } from '../agent/knowledge/skills.ts';
import type { Toolbox } from '../agent/tools/toolbox.ts';
import type { HostedWork } from '../background/hosted-work.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';

/** Milliseconds. */
const SERVERS_HAVE = 5_000;

export interface SessionTools {
  /** Runs what is hosted. */
  readonly work: HostedWork;
  shareWith(shared: SharedPorts): void;
  /** The toolbox of the session. */
  load(): Promise<Toolbox>;
  warm(): Promise<unknown>;
  /** How the MCP servers stand. */
  readonly mcp: Pick<McpServers, 'status' | 'prompt'>;
  /** Ends the MCP servers. */
  close(): Promise<void>;
}

export interface SessionToolsOptions {
  readonly limits: ToolLimits;
  readonly network?: Network;
  readonly skills?: readonly Skill[];
  readonly instructions?: NestedPlaces;
  /** Kinds of background agents. */
  readonly agents?: readonly WrittenAgent[];
  readonly hooks?: ToolHooks | undefined;
  /** Those that the session alone has, and not its agents. */
  readonly extraTools?: readonly AnyTool[];
  /** Called once. */
  gate(shared: SharedPorts): GateOptions;
  readonly provider: ModelProvider;
  /** What agents are told at first. */
  readonly facts: SystemPromptFacts | Promise<SystemPromptFacts>;
  readonly models: ModelSettings;
  readonly mcp: McpServersOptions;
  tasks(): BackgroundManager;
  /** Tells the user, in one sentence. */
  say(sentence: string): void;
  now(): number;
}

export function createSessionTools(options: SessionToolsOptions): SessionTools {
  const { limits, network, skills = [], agents = [], instructions, hooks, extraTools = [] } = options;
  let join: (shared: SharedPorts) => void = () => {};
  const shared = new Promise<SharedPorts>((resolve) => (join = resolve));
  const mcp = createMcpServers({
    ...options.mcp,
    askUser: async (question, signal) => (await loadGate()).ask(question, signal),
    onChange: () => renew(),
  });
  let ownTools: readonly AnyTool[] = [];
  let sessionTools: readonly AnyTool[] = [];
  let deferred: DeferredTools | undefined;
  let renew = () => {};
  let joining: Promise<void> | undefined;
  let sharedGate: Promise<Gate> | undefined;

  return {
    async work(task, ports) {
      if (task.spec.hosted?.kind === 'call') return mcp.work(task, ports);
      const [{ agentWork }, session, gate] = await Promise.all([
        import('../agent/background-agent/agent-work.ts'),
        shared,
        loadGate(),
        loadOwnTools(),
      ]);
      return agentWork({ ...options, tasks: options.tasks(), gate, tools: () => ownTools, session })(task, ports);
    },
    shareWith: (given) => join(given),
    async load() {
      const { createToolbox } = await loadTools();
      const [gate] = await Promise.all([loadGate(), loadOwnTools()]);
      return createToolbox({
        gate,
        limits,
        network,
        tools: () => sessionTools,
        offered: (tools) => deferred?.offered(tools) ?? tools,
        skills,
        instructions,
        hooks,
      });
    },
    async warm() {
      void mcp.connect();
      return loadTools();
    },
    mcp,
    close: mcp.close,
  };

  function loadOwnTools(): Promise<void> {
    return (joining ??= joinTools());
  }

  /** The first request waits a moment for servers that start; what they offer later is in the requests from then on. */
  async function joinTools(): Promise<void> {
    const [{ toolsWith }, { mcpTools }, { createDeferredTools }] = await Promise.all([
      import('../agent/tools/all.ts'),
      import('../agent/tools/mcp-tool.ts'),
      import('../agent/tools/find-tools.ts'),
    ]);
    const { find } = (deferred = createDeferredTools(() => ownTools));
    const programTools = toolsWith(agents);
    renew = () => {
      ownTools = [...programTools, ...mcpTools(mcp, mcp.status())];
      sessionTools = [...ownTools, ...extraTools, find];
    };
    const patience = new AbortController();
    const late = setTimeout(SERVERS_HAVE, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([mcp.connect(), late]);
    patience.abort();
    renew();
    mcp.status().forEach(sayWhatIsMissing);
  }

  function sayWhatIsMissing({ name, state }: ServerStatus): void {
    if (state.kind === 'failed') options.say(`The tools of the MCP server ${name} are missing: ${state.sentence}.`);
    if (state.kind === 'ready' && state.leftOut.length > 0) {
      const named = state.leftOut.map((tool) => `${tool.name} (${tool.reason})`).join(', ');
      options.say(`Of the MCP server ${name} these tools are left out: ${named}.`);
    }
    if (state.kind === 'connecting') {
      options.say(
        `The MCP server ${name} is still starting; its tools come when it is ready. /mcp says how it stands.`,
      );
    }
  }

  function loadGate(): Promise<Gate> {
    return (sharedGate ??= createSharedGate());
  }

  async function createSharedGate(): Promise<Gate> {
    const { createGate } = await import('../agent/permissions.ts');
    return createGate(options.gate(await shared));
  }
}

function loadTools() {
  return import('../agent/tools/toolbox.ts');
}
