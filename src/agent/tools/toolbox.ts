/** What the session needs of the tools: how they are offered to the model, how a call looks, how it is run. */
import type { ToolHeadline } from '../events.ts';
import type { RanTool } from '../loop.ts';
import type { ToolCall } from '../messages.ts';
import type { ToolDefinition } from '../provider.ts';
import type { ToolContext } from './tool.ts';

export interface Toolbox {
  readonly definitions: readonly ToolDefinition[];
  headline(call: ToolCall): ToolHeadline;
  /** Checks, asks, runs. Never rejects: whatever goes wrong is a result from which the model can go on. */
  run(call: ToolCall, context: Omit<ToolContext, 'limits'>): Promise<RanTool>;
}
