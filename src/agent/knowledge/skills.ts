/** Skills: what to know for one kind of work, in `.meanwhile/skills/NAME/SKILL.md`; read by the model when it needs it. */
import path from 'node:path';
import { readDocuments, type Found } from './read-documents.ts';
import { startOf } from '../../background/cut.ts';

export interface Skill {
  readonly name: string;
  /** When it is of use; the model sees it always. */
  readonly description: string;
  /** Absolute: its folder may hold more. */
  readonly folder: string;
  readonly body: string;
}

const DESCRIPTION_LIMIT = 500;

export async function readSkills(folders: readonly string[]): Promise<Found<Skill>> {
  const { found, problems } = await readDocuments(folders, (entry) => ({
    name: entry,
    file: path.join(entry, 'SKILL.md'),
  }));
  const skills = found.map(({ name, file, document: { fields, body } }) => ({
    name,
    description: startOf((fields['description'] ?? '').replace(/\s+/g, ' '), DESCRIPTION_LIMIT),
    folder: path.dirname(file),
    body,
  }));
  const mute = skills.filter(({ description }) => description === '');
  return {
    found: skills.filter(({ description }) => description !== ''),
    problems: [
      ...problems,
      ...mute.map(({ folder }) => `${folder}/SKILL.md is not used: it has no description between lines of ---.`),
    ],
  };
}
