import { z } from 'zod';
import type { Skill } from '../knowledge/skills.ts';
import { failure } from './outcome.ts';
import type { Tool } from './tool.ts';
import { counted, folderWords, oneLine } from './words.ts';
import { lineCount } from './change.ts';

const schema = z.strictObject({ name: z.string().describe('Name of the skill, as listed') });

type Input = z.infer<typeof schema>;

/** Reads one of the skills that the system prompt lists. */
export function skillTool(skills: readonly Skill[]): Tool<Input> {
  return {
    name: 'skill',
    description: 'Reads a skill: instructions for one kind of work. The system prompt lists the names.',
    schema,
    headline: ({ name }) => ({ verb: 'read', subject: `skill ${oneLine(name)}` }),
    runsTogether: () => true,
    permission: async () => ({ kind: 'free' }),
    async run({ name }) {
      const skill = skills.find((one) => one.name === name.trim());
      if (skill === undefined) {
        return failure(
          `There is no skill ${name}. There are: ${skills.map((one) => one.name).join(', ')}.`,
          'no skill',
        );
      }
      const where = `[Other files it speaks of lie in ${folderWords(skill.folder)}.]`;
      return { text: `${skill.body}\n\n${where}`, isError: false, summary: counted(lineCount(skill.body), 'line') };
    },
  };
}
