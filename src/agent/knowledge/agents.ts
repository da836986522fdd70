/**
 * Kinds of background agents: what one kind is told, may use and runs on, in `.meanwhile/agents/NAME.md`. The format is
 * that of https://code.claude.com/docs/en/sub-agents, with the names of its tools.
 */
import { startOf } from '../../background/cut.ts';
import { TOOL_NAMES } from '../tool-names.ts';
import { toolsNamed } from '../tools/other-names.ts';
import { readDocuments, type Found } from './read-documents.ts';

export interface WrittenAgent {
  readonly name: string;
  /** When it is of use; the model sees it always. */
  readonly description: string;
  /** The only tools that it may use; nothing: all that agents have. */
  readonly tools?: readonly string[];
  /** As it is written: a family such as `opus`, or a whole name; nothing: the model of the session. */
  readonly model?: string;
  /** Follows what every agent is told. */
  readonly prompt: string;
}

const DESCRIPTION_LIMIT = 500;
/** What goes before the name of the file. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

export async function readAgents(folders: readonly string[]): Promise<Found<WrittenAgent>> {
  const { found, problems } = await readDocuments(folders, (entry) =>
    entry.endsWith('.md') ? { name: entry.slice(0, -3), file: entry } : undefined,
  );
  const read = found.map(({ name, file, document: { fields, body } }) => {
    const tools = fields['tools'] === undefined ? undefined : toolsIn(fields['tools']);
    const model = fields['model'];
    const agent: WrittenAgent = {
      name: NAME.test(fields['name'] ?? '') ? (fields['name'] ?? name) : name,
      description: startOf((fields['description'] ?? '').replace(/\s+/g, ' '), DESCRIPTION_LIMIT),
      ...(tools === undefined ? {} : { tools }),
      ...(model === undefined || model === '' || model === 'inherit' ? {} : { model }),
      prompt: body,
    };
    return { file, agent };
  });
  const usable = read.flatMap(({ agent }) => (whyNot(agent) === undefined ? [agent] : []));
  return {
    found: usable.filter(({ name }, index) => usable.findIndex((one) => one.name === name) === index),
    problems: [
      ...problems,
      ...read.flatMap(({ file, agent }) => {
        const why = whyNot(agent);
        return why === undefined ? [] : [`${file} is not used: ${why}.`];
      }),
    ],
  };
}

function whyNot({ description, prompt, tools }: WrittenAgent): string | undefined {
  if (description === '') return 'it has no description between lines of ---';
  if (prompt === '') return 'it says nothing to the agent';
  return tools?.length === 0 ? 'it names no tool that there is' : undefined;
}

/** `Read, Grep, Bash(git log:*)` as names of ours; which commands may run is said by the rules of the settings alone. */
function toolsIn(written: string): readonly string[] {
  const names = written.replace(/\([^)]*\)/g, '').split(/[\s,]+/);
  return [...new Set(names.flatMap((name) => ownNames(name)))];
}

function ownNames(name: string): readonly string[] {
  if (name.startsWith('mcp__')) return [name];
  const own = TOOL_NAMES.filter((tool) => lettersOf(tool) === lettersOf(name));
  return own.length > 0 ? own : toolsNamed(name).slice(0, 1);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}
