import { setTimeout as sleep } from 'node:timers/promises';
import { test as base } from 'vitest';
import type { Script } from '../fixtures/api-server.ts';
import { startApiServer, type ApiServer } from '../fixtures/api-server.ts';
import { createPlace, openProgram, type Place, type ProgramOptions } from '../fixtures/program.ts';
import type { Terminal } from '../fixtures/terminal.ts';

/** How long to poll for what must become true, and how often, in milliseconds. */
export const PATIENCE = { timeout: 15_000, interval: 50 };

/** The program, started and showing its first screen. */
export interface Started {
  readonly program: Terminal;
  readonly place: Place;
  /** Types a line and sends it. */
  send(line: string): Promise<void>;
  /** Presses the key that answers what is asked, as who has read it. */
  answer(key: string): Promise<void>;
}

export interface ProgramTest {
  /** Starts the program with every permission, unless `args` are given; in a place of its own, unless one is given. */
  start(options?: Omit<ProgramOptions, 'api'> & { readonly place?: Place; readonly api?: ApiServer }): Promise<Started>;
  /** Starts a scripted Messages API. */
  startApi(script: Script, options?: { readonly pace?: number }): Promise<ApiServer>;
}

/** A test with programs in real terminals, of which nothing is left when it ends. */
export const test = base.extend<ProgramTest>({
  start: async ({}, use) => {
    const leftovers: (() => Promise<void>)[] = [];
    await use(async ({ place, api, args = ['--permissions', 'all'], ...options } = {}) => {
      const here = place ?? (await createPlace());
      leftovers.unshift(() => here.remove());
      const program = openProgram(here, { ...options, args, ...(api ? { api: api.url } : {}) });
      leftovers.unshift(() => program.close());
      await program.waitFor(/meanwhile/);
      return { program, place: here, send: (line) => send(program, line), answer: (key) => answer(program, key) };
    });
    for (const remove of leftovers) await remove();
  },
  startApi: async ({}, use) => {
    const servers: ApiServer[] = [];
    await use(async (script, options) => {
      const server = await startApiServer(script, options);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

async function send(program: Terminal, line: string): Promise<void> {
  program.type(line);
  await program.waitFor((screen) => squeezed(screen).includes(squeezed(line)));
  program.key('enter');
}

/** A question takes no answer before it has been there for so long. */
const READING_MS = 1_050;

async function answer(program: Terminal, key: string): Promise<void> {
  await sleep(READING_MS);
  program.type(key);
}

/** A line that is longer than the screen is wide is shown in several rows. */
function squeezed(text: string): string {
  return text.replace(/\s/g, '');
}
