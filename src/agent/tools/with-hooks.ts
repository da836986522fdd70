import type { RanTool } from '../loop.ts';
import type { ToolCall, ToolResult } from '../messages.ts';

/** Commands of the user's that run around every call. Both never reject. */
export interface ToolHooks {
  /** Why the call must not be carried out, if so. */
  before(call: ToolCall, signal: AbortSignal): Promise<string | undefined>;
  /** What the model is to be told beside the result, if anything. */
  after(call: ToolCall, result: ToolResult, signal: AbortSignal): Promise<string | undefined>;
}

/** Before the user is asked: what a hook refuses is no question any more. */
export async function withHooks(
  call: ToolCall,
  { hooks, signal, run }: { readonly hooks: ToolHooks; readonly signal: AbortSignal; run(): Promise<RanTool> },
): Promise<RanTool> {
  const reason = await hooks.before(call, signal);
  if (reason !== undefined) {
    const text = `A hook in the user's settings refused this. Nothing was done. It said: ${reason}`;
    const refused = {
      kind: 'tool-result',
      callId: call.id,
      text,
      isError: true,
      summary: 'refused by a hook',
    } as const;
    return { result: refused, told: [] };
  }
  const ran = await run();
  const word = await hooks.after(call, ran.result, signal);
  if (word === undefined) return ran;
  return {
    ...ran,
    result: { ...ran.result, text: `${ran.result.text}\n\n[A hook in the user's settings said: ${word}]` },
  };
}
