/**
 * The tool calls of one message: consecutive calls that need no order run at the same time, every other call runs alone,
 * after all that stand before it and before all that stand behind it.
 */
import type { RanTool } from './loop.ts';
import type { ToolCall } from './messages.ts';

export interface CallPorts {
  /** How the call may run, judged at the moment when all calls before the group it may join have ended. */
  pace(call: ToolCall, signal: AbortSignal): Promise<Pace>;
  runTool(call: ToolCall, signal: AbortSignal): Promise<RanTool>;
}

/** `together`: beside its neighbours that may, too. `alone`: its place in the order counts. */
export type Pace = 'together' | 'alone';

/** So many calls run at once. */
const MOST_AT_ONCE = 8;

/**
 * One result for each call, in the order of the calls. After an interruption those that have not begun get a result that
 * says so.
 */
export async function runCalls(
  calls: readonly ToolCall[],
  { ports, signal }: { readonly ports: CallPorts; readonly signal: AbortSignal },
): Promise<readonly RanTool[]> {
  const run = async (call: ToolCall) => (signal.aborted ? neverRan(call) : ports.runTool(call, signal));
  const results: RanTool[] = [];
  while (results.length < calls.length) {
    const group = await nextGroup(calls.slice(results.length), (call) => ports.pace(call, signal));
    results.push(...(await runGroup(group, run)));
  }
  return results;
}

/** The first call, with those right behind it that may run beside it. */
async function nextGroup(
  calls: readonly ToolCall[],
  paceOf: (call: ToolCall) => Promise<Pace>,
): Promise<readonly ToolCall[]> {
  if (calls.length === 1) return calls;
  let size = 0;
  while (size < calls.length && (await paceOf(calls[size]!)) === 'together') size += 1;
  return calls.slice(0, Math.max(1, size));
}

/** Settles when all of them have ended, also when one rejects. */
async function runGroup(
  calls: readonly ToolCall[],
  run: (call: ToolCall) => Promise<RanTool>,
): Promise<readonly RanTool[]> {
  const results: RanTool[] = [];
  // Shared: each worker takes the next call that nobody has.
  const entries = calls.entries();
  const work = async () => {
    for (const [index, call] of entries) results[index] = await run(call);
  };
  const workers = Array.from({ length: Math.min(MOST_AT_ONCE, calls.length) }, work);
  const settled = await Promise.allSettled(workers);
  for (const worker of settled) if (worker.status === 'rejected') throw worker.reason;
  return results;
}

function neverRan(call: ToolCall): RanTool {
  const text = 'The user interrupted the turn before this ran. Nothing was done.';
  return { result: { kind: 'tool-result', callId: call.id, text, isError: true, summary: 'interrupted' }, told: [] };
}
