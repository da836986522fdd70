/** By this tool the model hands over the result that `-p --json-schema` asks for. */
import { z } from 'zod';
import { apiSchema } from '../mcp/api-schema.ts';
import { failure } from './outcome.ts';
import type { Tool } from './tool.ts';
import { oneLine } from './words.ts';

export interface ResultFormat {
  /** The JSON Schema of an object. */
  readonly schema: object;
  /** What is wrong with a value, a sentence for each fault; none for one that fits. */
  faultsOf(value: unknown): readonly string[];
}

type Input = Record<string, unknown>;

export const FINAL_RESULT = 'final_result';

/** `onResult` gets each value that fits; the last one counts. */
export function finalResultTool(format: ResultFormat, onResult: (value: Input) => void): Tool<Input> {
  const { schema, note, original } = apiSchema(format.schema);
  return {
    name: FINAL_RESULT,
    description: `Hands over the result of the work. A program reads it; what you write beside it is for people. Call it once, when the work is done, and then end your turn. ${note}`,
    schema: z.record(z.string(), z.unknown()),
    inputSchema: schema,
    headline: (input) => ({ verb: 'handed over', subject: oneLine(JSON.stringify(input)) }),
    permission: async () => ({ kind: 'free' }),
    async run(input) {
      const value = original(input);
      const faults = format.faultsOf(value);
      if (faults.length > 0) {
        return failure(`The result does not fit the schema: ${faults.join('; ')}. Call it again.`, 'does not fit');
      }
      onResult(value);
      return { text: 'The result is taken. End your turn now.', isError: false, summary: 'taken' };
    },
  };
}
