/** What an agent may do: no more tools than the session has, and the same gate, which says who asks. */
import type { Gate } from '../permissions.ts';
import type { AnyTool } from '../tools/tool.ts';

/** An agent starts no other, and there is nobody it could talk to or show a list. */
const NOT_FOR_AGENTS: ReadonlySet<string> = new Set(['background_agent', 'ask_user', 'propose_plan', 'todo_write']);

/** Those of the session's tools that it may use; `wanted` names fewer of them. */
export function agentTools(tools: readonly AnyTool[], wanted?: readonly string[]): readonly AnyTool[] {
  return tools.filter(({ name }) => !NOT_FOR_AGENTS.has(name) && (wanted === undefined || wanted.includes(name)));
}

/** The gate of the session; what it asks names the agent. */
export function agentGate(gate: Gate, name: string): Gate {
  return {
    hides: gate.hides,
    names: gate.names,
    ask: gate.ask,
    isSettled: gate.isSettled,
    check(permission, signal) {
      if (permission.kind === 'free') return gate.check(permission, signal);
      const { question } = permission;
      const context = `the agent ${name} asks · ${question.context}`;
      return gate.check({ ...permission, question: { ...question, context, agent: name } }, signal);
    },
  };
}
