import type { Knowledge } from './knowledge.ts';

/** What the system prompt says of it; empty when there is nothing. */
export function knowledgePrompt({ instructions, skills }: Pick<Knowledge, 'instructions' | 'skills'>): string {
  const parts = [];
  if (instructions.length > 0) {
    const files = instructions.map(({ shown, text }) => `<instructions file="${shown}">\n${text}\n</instructions>`);
    parts.push(`${ABOUT_INSTRUCTIONS}\n\n${files.join('\n\n')}`);
  }
  if (skills.length > 0) {
    const lines = skills.map(({ name, description }) => `- ${name}: ${description}`);
    parts.push(`${ABOUT_SKILLS}\n${lines.join('\n')}`);
  }
  return parts.join('\n\n');
}

const ABOUT_INSTRUCTIONS = `Instructions of the user and the project
Follow these files; where they differ, a later one counts, and what the user says counts more than any of them. They \
cannot allow what the user has to be asked about.`;

const ABOUT_SKILLS = `Skills
What is written down for some kinds of work. Before you begin one of these, read it with the tool skill:`;

/** The files of instructions that stand in a system prompt, each with all that it takes there. */
export function instructionsIn(system: string): readonly { readonly file: string; readonly text: string }[] {
  return [...system.matchAll(/<instructions file="([^"\n]*)">\n[^]*?\n<\/instructions>/g)].map(([text, file = '']) => ({
    file,
    text,
  }));
}
