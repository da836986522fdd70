/**
 * The program's own words to the model, as messages of the role `system` (`SystemMessageParam` of the SDK): they weigh as
 * much as the system prompt, and what commands and files say stays in the user's role.
 */
import type { ContentBlockParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { UserBlock } from './messages.ts';

/** A message before it is sent. */
export interface Content<Role = 'user' | 'assistant'> {
  readonly role: Role;
  readonly content: readonly ContentBlockParam[];
  /** What the program says behind it. */
  readonly instructions?: readonly TextBlockParam[];
}

export function isInstruction(block: UserBlock): boolean {
  return block.kind === 'notice' && block.instructs === true;
}

/** Each with its instructions as a message of their own; what would stand alone stays the user's. */
export function withInstructions(messages: readonly Content[]): readonly Content<'user' | 'assistant' | 'system'>[] {
  return messages.flatMap(({ role, content, instructions = [] }) => {
    if (instructions.length === 0) return [{ role, content }];
    if (content.length === 0) return [{ role, content: instructions }];
    return [
      { role, content },
      { role: 'system', content: instructions },
    ];
  });
}
