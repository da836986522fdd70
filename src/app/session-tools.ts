/** The tools of a session and of the agents that it starts: one gate for all, loaded when they are first needed. */
import type { Gate, GateOptions } from '../agent/permissions.ts';
import type { ModelSettings } from '../agent/model-calls.ts';
import type { ModelProvider } from '../agent/provider.ts';
import type { SharedPorts } from '../agent/session.ts';
import type { ToolLimits } from '../agent/tools/tool.ts';
import type { Toolbox } from '../agent/tools/toolbox.ts';
import type { HostedWork } from '../background/hosted-work.ts';
import type { BackgroundManager } from '../background/manager.ts';

export interface SessionTools {
  /** Runs what is hosted. */
  readonly work: HostedWork;
  shareWith(shared: SharedPorts): void;
  /** The toolbox of the session. */
  load(): Promise<Toolbox>;
  warm(): Promise<unknown>;
}

export interface SessionToolsOptions {
  readonly limits: ToolLimits;
  /** Called once. */
  gate(shared: SharedPorts): GateOptions;
  readonly provider: ModelProvider;
  readonly system: string;
  readonly models: ModelSettings;
  tasks(): BackgroundManager;
  now(): number;
}

export function createSessionTools(options: SessionToolsOptions): SessionTools {
  const { limits } = options;
  let join: (shared: SharedPorts) => void = () => {};
  const shared = new Promise<SharedPorts>((resolve) => (join = resolve));
  let sharedGate: Promise<Gate> | undefined;

  return {
    async work(task, ports) {
      const [{ agentWork }, { allTools }, session, gate] = await Promise.all([
        import('../agent/background-agent/agent-work.ts'),
        import('../agent/tools/all.ts'),
        shared,
        loadGate(),
      ]);
      return agentWork({ ...options, tasks: options.tasks(), gate, tools: allTools, session })(task, ports);
    },
    shareWith: (given) => join(given),
    async load() {
      const { createToolbox } = await loadTools();
      return createToolbox({ gate: await loadGate(), limits });
    },
    warm: loadTools,
  };

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
