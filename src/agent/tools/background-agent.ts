import { z } from 'zod';
import { describeWait, type Task, type TaskSpec } from '../../background/task.ts';
import type { WrittenAgent } from '../knowledge/agents.ts';
import { commandHeadline, timeLimitOf, timeoutSchema } from './command-input.ts';
import { failure } from './outcome.ts';
import type { AnyTool, Tool, ToolContext, ToolOutcome } from './tool.ts';
import { limitSentence } from './words.ts';

/** Milliseconds, of an agent that names no time limit. */
const TIME_LIMIT = 3_600_000;

const schema = z.strictObject({
  prompt: z
    .string()
    .regex(/\S/, 'expected a prompt')
    .describe('Everything it needs to know: it does not see this conversation'),
  label: z.string().max(60).optional().describe('Short name for the screen, such as "parser review"'),
  tools: z.array(z.string()).min(1).optional().describe('The only tools it may use (default: all of yours)'),
  timeout: timeoutSchema.optional().describe('Seconds until it is stopped (normally 3600); 0: no limit'),
});

type Input = z.infer<typeof schema> & { readonly kind?: string | undefined };

/** `others`: the tools beside this one. `kinds`: what agents there are beside the one without a name. */
export function backgroundAgent(others: readonly AnyTool[], kinds: readonly WrittenAgent[] = []): Tool<Input> {
  const known = others.map(({ name }) => name);
  return {
    name: 'background_agent',
    description:
      'Starts another agent as a background task and returns its id at once. It has your tools and permissions and its ' +
      'own conversation; you are told its final report. For self-contained work that would fill your conversation: ' +
      'searching a large code base, reviewing a change, writing tests for one file. Never let two agents change the ' +
      'same files.',
    schema: kinds.length === 0 ? schema : withKinds(kinds),
    headline: ({ prompt, label, kind }) => ({ verb: 'agent', ...commandHeadline(prompt, label?.trim() || kind) }),
    runsTogether: () => true,
    // What it does is asked when it does it.
    async permission({ tools = [], kind }) {
      if (kind !== undefined && !kinds.some(({ name }) => name === kind)) {
        const names = kinds.map(({ name }) => name).join(', ');
        return {
          kind: 'answered',
          outcome: failure(`There is no kind of agent ${kind}. There are: ${names}.`, 'no such agent'),
        };
      }
      const unknown = tools.filter((name) => !known.includes(name) && !name.startsWith('mcp__'));
      if (unknown.length === 0) return { kind: 'free' };
      const text = `There is no tool for an agent named ${unknown.join(', ')}. These are: ${known.join(', ')}.`;
      return { kind: 'answered', outcome: failure(text, 'wrong input') };
    },
    async run(input, { root, tasks, sessionId, onTask }) {
      const task = tasks.run(specOf(input, { root, sessionId }));
      onTask(task.id);
      return started(task);
    },
  };
}

function withKinds(kinds: readonly WrittenAgent[]): z.ZodType<Input> {
  const lines = kinds.map(({ name, description }) => `- ${name}: ${description}`);
  return schema.extend({
    kind: z
      .string()
      .optional()
      .describe(`A kind that is written down:\n${lines.join('\n')}`),
  });
}

function specOf(
  { prompt, label, tools, kind, timeout }: Input,
  { root, sessionId }: Pick<ToolContext, 'root' | 'sessionId'>,
): TaskSpec {
  const name = label?.trim() || kind;
  return {
    hosted: {
      kind: 'agent',
      ...(tools === undefined ? {} : { tools }),
      ...(kind === undefined ? {} : { name: kind }),
    },
    command: prompt,
    ...(name ? { label: name } : {}),
    cwd: root,
    timeLimit: timeLimitOf(timeout, TIME_LIMIT),
    startedBy: 'model',
    sessionId,
  };
}

function started({ id, spec, status }: Task): ToolOutcome {
  const isQueued = status.phase === 'queued';
  const word = isQueued ? 'queued' : 'started';
  const waits = isQueued ? `It ${describeWait(status)} and starts by itself. ` : '';
  return {
    text: `Background agent ${id} ${word}.\n${waits}${limitSentence(spec.timeLimit)} You are told when it ends.`,
    isError: false,
    summary: `${id} ${word}`,
    taskId: id,
  };
}
