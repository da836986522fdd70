// The program without a screen: program [options] [prompt]. Prints the type of each new event but the many small ones,
// and goes on until it is killed.
import { homedir } from 'node:os';
import process from 'node:process';
import { loadConfig } from '../../src/config.ts';
import { setUpSession } from '../../src/app/session-setup.ts';

const env = process.env;
const loaded = await loadConfig({ argv: process.argv.slice(2), env, homedir: homedir(), cwd: process.cwd() });
if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
const made = await setUpSession(loaded.config, env);
if (made.kind === 'refused') throw new Error(made.sentence);
const { session, adoptTasks } = made.setup;
session.start();
session.subscribe(({ type }) => {
  if (!type.endsWith('_delta')) process.stdout.write(`${type}\n`);
});
adoptTasks();
if (loaded.config.prompt !== null) session.submit(loaded.config.prompt);
setInterval(() => {}, 60_000);
