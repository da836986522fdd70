/** What an agent says and does as lines of its log. */
import type { ToolHeadline } from '../events.ts';
import type { RanTool } from '../loop.ts';
import type { AssistantMessage } from '../messages.ts';
import type { TaskId } from '../../background/task.ts';

export interface Transcript {
  asked(prompt: string): void;
  said(message: AssistantMessage): void;
  /** Several calls may be open at once. */
  called(callId: string, tool: ToolHeadline): void;
  /** The call runs that task. */
  ran(callId: string, id: TaskId): void;
  done(ran: RanTool): void;
  note(sentence: string): void;
}

export function createTranscript(print: (text: string) => void): Transcript {
  const line = (text: string) => print(`${text}\n`);
  const open = new Map<string, ToolHeadline>();
  /** The call that the last line was about, as far as it matters. */
  let last = '';

  /** What is said of a call stands below its name. */
  function goOn(callId: string): void {
    const tool = open.get(callId);
    if (tool !== undefined && last !== callId) line(`• ${tool.verb}  ${tool.subject}  (continued)`);
    last = callId;
  }

  return {
    asked: (prompt) => line(`${indented('> ', prompt)}\n`),
    said({ blocks }) {
      for (const block of blocks) if (block.kind === 'text' && block.text.trim()) line(`${block.text.trim()}\n`);
    },
    called(callId, tool) {
      open.set(callId, tool);
      last = callId;
      line(`• ${tool.verb}  ${tool.subject}`);
    },
    ran(callId, id) {
      goOn(callId);
      line(`  task ${id}`);
    },
    done({ result, change }) {
      goOn(result.callId);
      open.delete(result.callId);
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
