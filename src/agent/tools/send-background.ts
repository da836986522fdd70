import { z } from 'zod';
import { canSend } from '../../background/send-input.ts';
import { whyNotSent } from '../why-not-sent.ts';
import { findTask } from './find-task.ts';
import { failure } from './outcome.ts';
import { reveal } from '../../background/invisible.ts';
import { nameWords } from './task-words.ts';
import type { Tool, ToolOutcome } from './tool.ts';
import { counted, folderWords, oneLine } from './words.ts';

const schema = z
  .strictObject({
    task_id: z.string().min(1).describe('The task'),
    input: z.string().max(4_000_000).describe('Sent exactly as it is; end a line with \\n'),
    eof: z.boolean().optional().describe('Close its stdin afterwards'),
  })
  .refine(({ input, eof }) => input !== '' || eof === true, { path: ['input'], message: 'expected something to send' });

type Input = z.infer<typeof schema>;

export const sendBackground: Tool<Input> = {
  name: 'send_background',
  description:
    'Writes to the stdin of a background task that was started with stdin: true, such as an answer to its question. ' +
    'Read the reaction with check_background.',
  schema,
  headline: ({ task_id, input }) => ({
    verb: 'sent',
    subject: `${oneLine(input) || 'the end of input'} to ${oneLine(task_id)}`,
  }),
  async permission({ task_id, input, eof }, { tasks }) {
    const found = findTask(task_id, tasks);
    if (found.kind === 'failed') return { kind: 'answered', outcome: found.outcome };
    const { task } = found;
    const possible = canSend(task);
    if (possible.kind !== 'sent') return { kind: 'answered', outcome: notSent(whyNotSent(possible), possible.kind) };
    return {
      kind: 'use',
      tool: 'send_background',
      subject: `${task.spec.command} < ${input}`,
      question: {
        title: 'Send this to the running command?',
        body: [...(input === '' ? [] : reveal(input)), ...(eof ? ['(then its input ends)'] : [])],
        context: `to ${nameWords(task)} · in ${folderWords(task.spec.cwd)}`,
      },
    };
  },
  async run({ task_id, input, eof = false }, { tasks }) {
    const found = findTask(task_id, tasks);
    if (found.kind === 'failed') return found.outcome;
    const { id } = found.task;
    const outcome = await tasks.send(id, input, { eof });
    if (outcome.kind !== 'sent') return notSent(whyNotSent(outcome), outcome.kind);
    const size = counted(Buffer.byteLength(input), 'byte');
    const ends = eof ? ' and the end of its input' : '';
    const hint = input.endsWith('\n') || eof ? '' : ' It ends in no line end (\\n), for which most programs wait.';
    return { text: `Sent ${size}${ends} to task ${id}.${hint}`, isError: false, summary: `${size} sent`, taskId: id };
  },
};

function notSent(why: string, kind: string): ToolOutcome {
  const remedy = kind === 'empty' ? ' To answer it, stop it and start it again with stdin: true, or with input.' : '';
  return failure(`Nothing was sent: ${why}.${remedy}`, 'not sent');
}
