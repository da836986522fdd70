import { setPause } from './set-pause.ts';
import type { Verb } from './verb.ts';

export const resume: Verb = {
  name: 'resume',
  usage: 'ID…',
  words: 'let paused tasks go on',
  options: ['json'],
  takes: 'ids',
  run: (ports) => setPause('running', ports),
};
