import { setPause } from './set-pause.ts';
import type { Verb } from './verb.ts';

export const pause: Verb = {
  name: 'pause',
  usage: 'ID…',
  words: 'let tasks stand still; their time limit stands still too',
  options: ['json'],
  takes: 'ids',
  run: (ports) => setPause('paused', ports),
};
