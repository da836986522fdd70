import type { Script } from '../../test/fixtures/api-server.ts';
import { startApiServer, type ApiServer } from '../../test/fixtures/api-server.ts';
import { createPlace, openProgram, type Place } from '../../test/fixtures/program.ts';
import type { Terminal } from '../../test/fixtures/terminal.ts';

export interface Running {
  readonly program: Terminal;
  readonly place: Place;
  readonly api: ApiServer;
  /** Types a line and sends it. */
  send(line: string): Promise<void>;
}

/** Runs the program at 120x40 against a scripted model while `use` lasts, and leaves nothing behind. */
export async function withProgram<T>(
  { script = [], pace = 0 }: { readonly script?: Script; readonly pace?: number },
  use: (running: Running) => Promise<T>,
): Promise<T> {
  const place = await createPlace();
  const api = await startApiServer(script, { pace });
  const program = openProgram(place, { api: api.url, args: ['--permissions', 'all'] });
  try {
    await program.waitFor('meanwhile');
    return await use({ program, place, api, send: (line) => send(program, line) });
  } finally {
    await program.close();
    await api.close();
    await place.remove();
  }
}

async function send(program: Terminal, line: string): Promise<void> {
  program.type(line);
  await program.waitFor(line);
  program.key('enter');
}
