import type { TurnDone } from '../store/item.ts';
import { dollars } from '../store/spending-words.ts';
import { count, secondsWords, wholeSeconds } from './format.ts';

/** `worked for 1 min 12 s · 8 tools · 3 files +12 −4 · $0.04 · 2 tasks still running` */
export function turnWords({ took, tools, files, added, removed, dollars: spent, running }: TurnDone): string {
  return [
    `worked for ${secondsWords(Math.max(1_000, wholeSeconds(took)))}`,
    tools === 0 ? '' : count(tools, 'tool'),
    files === 0 ? '' : `${count(files, 'file')} +${added} −${removed}`,
    spent === 0 ? '' : dollars(spent),
    running === 0 ? '' : `${count(running, 'task')} still running`,
  ]
    .filter(Boolean)
    .join(' · ');
}
