import { cargo } from './cargo.ts';
import { docker } from './docker.ts';
import { eslint } from './eslint.ts';
import { gcc } from './gcc.ts';
import { go } from './go.ts';
import { jest } from './jest.ts';
import { make } from './make.ts';
import { node } from './node.ts';
import { npm } from './npm.ts';
import { pip } from './pip.ts';
import { pytest } from './pytest.ts';
import { python } from './python.ts';
import type { Recogniser } from './recogniser.ts';
import { tsc } from './tsc.ts';
import { vitest } from './vitest.ts';

/** Every tool whose output is known. Where two find the same line, the first has its way. */
export const RECOGNISERS: readonly Recogniser[] = [
  ...[pytest, vitest, jest, go, cargo, tsc, eslint, gcc],
  ...[docker, npm, pip, make, python, node],
];
