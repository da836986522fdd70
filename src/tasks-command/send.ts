import { text as readAll } from 'node:stream/consumers';
import { nameWords, stateWords } from '../agent/tools/task-words.ts';
import type { SendOutcome } from '../background/send-input.ts';
import { Refusal, type Verb, type VerbPorts } from './verb.ts';

export const send: Verb = {
  name: 'send',
  usage: 'ID [TEXT]',
  words: 'a line to the stdin of a task, as if typed; TEXT - sends what comes on stdin, as it is',
  options: ['eof'],
  takes: 'an id and text',
  async run(ports) {
    const { given, print } = ports;
    if (given.text === undefined && !given.eof) throw new Refusal('tasks send wants text after the id, or --eof.');
    const [found] = await ports.find();
    if (found === undefined) return 2;
    const outcome = await found.tasks.send(found.id, await inputOf(given.text), { eof: given.eof });
    if (outcome.kind === 'sent') return 0;
    print.note(`Nothing was sent to ${found.id}: ${reason(outcome, ports)}.`);
    return 1;
  },
};

async function inputOf(text: string | undefined): Promise<string> {
  if (text === undefined) return '';
  return text === '-' ? readAll(process.stdin) : `${text}\n`;
}

function reason(outcome: Exclude<SendOutcome, { kind: 'sent' }>, { now }: VerbPorts): string {
  switch (outcome.kind) {
    case 'unknown':
      return 'it is not there any more';
    case 'not-running':
      return `${nameWords(outcome.task)} is ${stateWords(outcome.task, now())}`;
    case 'empty':
      return 'it was started with an empty stdin. Ask the model to start it with stdin open';
    case 'closed':
      return 'the end of its input was sent before';
    case 'failed':
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
}
