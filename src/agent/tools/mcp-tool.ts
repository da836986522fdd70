/** The tools of MCP servers as tools of ours: asked about by name, run as tasks that can be left to the background. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cleanText } from '../../background/clean-text.ts';
import { outcomeOf } from '../../background/task-outcome.ts';
import type { EndedTask, TaskId } from '../../background/task.ts';
import { attend, type LeftWhy } from '../attend.ts';
import { annotationWords } from '../mcp/annotations.ts';
import type { ServerTool } from '../mcp/listing.ts';
import type { McpServers, ServerStatus } from '../mcp/servers.ts';
import { mcpResourceTools } from './mcp-resources.ts';
import { reveal } from '../../background/invisible.ts';
import { wholeOutput } from './task-output.ts';
import { shortState } from './task-words.ts';
import type { AnyTool, Tool, ToolContext, ToolOutcome } from './tool.ts';
import { oneLine, seconds } from './words.ts';
import { startOf } from '../../background/cut.ts';

type Input = Record<string, unknown>;

/** An hour: a call that hangs must not run for ever. Milliseconds. */
const TIME_LIMIT = 3_600_000;
const DESCRIPTION_CHARS = 4_000;
/** The API takes no longer names. */
const NAME_CHARS = 128;

/** Those that the servers offer, or offered last; of two that a server calls the same, the first. */
export function mcpTools(servers: McpServers, status: readonly ServerStatus[]): readonly AnyTool[] {
  const offered = status.flatMap(({ name, offers }) => offers.map((tool) => ({ server: name, tool })));
  const tools = toolNames(offered).map((one) => mcpTool(servers, one));
  const own = tools.filter((tool, index) => tools.findIndex(({ name }) => name === tool.name) === index) as AnyTool[];
  const readable = status.filter(({ hasResources }) => hasResources).map(({ name }) => name);
  return [...own, ...mcpResourceTools(servers, readable)];
}

interface Offered {
  readonly server: string;
  readonly tool: ServerTool;
}

interface Named extends Offered {
  /** What the model calls it. */
  readonly name: string;
}

/**
 * The name of a tool without what the API does not take in names. Where that makes two the same, each but the one that
 * has it anyway gets a part that only its own name gives, so that a rule never comes to mean the other.
 */
function toolNames(offered: readonly Offered[]): readonly Named[] {
  const plainNames = offered.map(({ server, tool }) =>
    `mcp__${plain(server)}__${plain(tool.name)}`.slice(0, NAME_CHARS),
  );
  const exact = offered.map(({ server, tool }) => `mcp__${server}__${tool.name}`);
  return offered.map((one, index) => {
    const name = plainNames[index] ?? '';
    const shares = offered.some((other, at) => plainNames[at] === name && isOther(one, other));
    const owner = exact.indexOf(name);
    const isOwner = owner !== -1 && !isOther(one, offered[owner]);
    return { ...one, name: shares && !isOwner ? `${name.slice(0, NAME_CHARS - 7)}_${digestOf(one)}` : name };
  });
}

function isOther({ server, tool }: Offered, other: Offered | undefined): boolean {
  return other !== undefined && (other.server !== server || other.tool.name !== tool.name);
}

function digestOf({ server, tool }: Offered): string {
  return createHash('sha256').update(`${server}\0${tool.name}`).digest('hex').slice(0, 6);
}

function mcpTool(servers: McpServers, { name, server, tool }: Named): Tool<Input> {
  const about = `${server} ${tool.name}`;
  return {
    name,
    description: startOf(cleanText(tool.description), DESCRIPTION_CHARS) || `${tool.name} of the MCP server ${server}.`,
    schema: z.record(z.string(), z.unknown()),
    inputSchema: tool.inputSchema,
    headline: (input) => ({ verb: 'called', subject: oneLine(`${about} ${argumentsOf(input)}`) }),
    runsTogether: () => tool.annotations.readOnly === true,
    async permission(given) {
      const input = tool.original(given);
      const body = reveal(JSON.stringify(input, null, 2));
      const { annotations } = tool;
      const context = [
        `tool of the MCP server ${server}`,
        ...[annotationWords(annotations)].filter(Boolean),
        ...(annotations.title === '' || annotations.title === tool.name ? [] : [`“${annotations.title}”`]),
      ].join(' · ');
      const question = { title: `Call ${tool.name}?`, body, context };
      const readOnly = annotations.readOnly === true ? ({ readOnly: true } as const) : {};
      return { kind: 'use', tool: name, subject: '', ...readOnly, question };
    },
    async run(given, context) {
      const input = tool.original(given);
      const { root: cwd, tasks, sessionId, limits, signal, onTask } = context;
      const { id } = tasks.run(
        {
          hosted: { kind: 'call', server, tool: tool.name, input },
          command: oneLine(`${about} ${argumentsOf(input)}`),
          label: about,
          cwd,
          timeLimit: TIME_LIMIT,
          startedBy: 'model',
          sessionId,
        },
        { attended: true },
      );
      onTask(id);
      const attended = await attend({ tasks, id, signal, threshold: limits.foreground });
      switch (attended.kind) {
        case 'ended':
          return ended(attended.task, { servers, context });
        case 'left':
          return left(id, { why: attended.why, context });
        case 'interrupted':
          void tasks.stop(id, 'user');
          return {
            text: 'The user interrupted this call; it is being stopped. What it has done already stays done.',
            isError: true,
            summary: 'interrupted',
            taskId: id,
            told: [id],
          };
        default:
          return attended satisfies never;
      }
    },
  };
}

interface Ended {
  readonly servers: McpServers;
  readonly context: ToolContext;
}

async function ended(task: EndedTask, { servers, context }: Ended): Promise<ToolOutcome> {
  const { end } = task.status;
  const isError = outcomeOf(end) !== 'completed';
  const printed = await wholeOutput(task, context.tasks);
  const failure = end.kind === 'finished' ? (end.failure ?? '') : shortState(task, Date.now());
  const files = servers.takePictures(task.id);
  return {
    text: printed.text || (isError ? failure : '(it answered nothing)'),
    isError,
    summary: isError ? oneLine(failure) : seconds(end.at - task.status.startedAt),
    taskId: task.id,
    quoted: printed.lines,
    told: [task.id],
    ...(files.length === 0 ? {} : { files }),
  };
}

function left(id: TaskId, { why, context }: { readonly why: LeftWhy; readonly context: ToolContext }): ToolOutcome {
  const words =
    why === 'user'
      ? `The user moved this call to the background as task ${id}.`
      : `It takes longer than ${seconds(context.limits.foreground)} and goes on in the background as task ${id}.`;
  return {
    text: `${words} You are told its answer: do not wait, poll or call it again.`,
    isError: false,
    summary: why === 'user' ? 'moved to the background' : 'goes on in the background',
    taskId: id,
  };
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_');
}

function argumentsOf(input: Input): string {
  return Object.entries(input)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
