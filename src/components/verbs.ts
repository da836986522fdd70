/**
 * What a call does, before it is done: tools name themselves in the past tense (`ToolHeadline.verb`). A verb that is not
 * here is the same in both.
 */
export function imperative(verb: string): string {
  return IMPERATIVES[verb] ?? verb;
}

const IMPERATIVES: { readonly [past: string]: string | undefined } = {
  asked: 'ask',
  called: 'call',
  checked: 'check',
  edited: 'edit',
  fetched: 'fetch',
  found: 'find',
  'handed over': 'hand over',
  listed: 'list',
  paused: 'pause',
  planned: 'plan',
  proposed: 'propose',
  ran: 'run',
  resumed: 'resume',
  searched: 'search',
  sent: 'send',
  signalled: 'signal',
  stopped: 'stop',
  waited: 'wait',
  wrote: 'write',
};
