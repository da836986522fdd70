/** What an agent says and does as lines of its log. */
import type { ToolHeadline } from '../events.ts';
import type { RanTool } from '../loop.ts';
import type { AssistantMessage } from '../messages.ts';
import type { TaskId } from '../../background/task.ts';

export interface Transcript {
  asked(prompt: string): void;
  said(message: AssistantMessage): void;
  called(tool: ToolHeadline): void;
  /** The call runs that task. */
  ran(id: TaskId): void;
  done(ran: RanTool): void;
  note(sentence: string): void;
}

export function createTranscript(print: (text: string) => void): Transcript {
  const line = (text: string) => print(`${text}\n`);
  return {
    asked: (prompt) => line(`${indented('> ', prompt)}\n`),
    said({ blocks }) {
      for (const block of blocks) if (block.kind === 'text' && block.text.trim()) line(`${block.text.trim()}\n`);
    },
    called: ({ verb, subject }) => line(`• ${verb}  ${subject}`),
    ran: (id) => line(`  task ${id}`),
    done({ result, change }) {
      for (const changed of change?.lines ?? []) line(`  ${changed}`);
      if (result.isError) line(indented('  ', result.text));
      line(`  ${result.summary}\n`);
    },
    note: (sentence) => line(`(${sentence})`),
  };
}

function indented(mark: string, text: string): string {
  return text
    .split('\n')
    .map((one) => `${mark}${one}`)
    .join('\n');
}
