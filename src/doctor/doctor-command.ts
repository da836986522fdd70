/** `meanwhile doctor`: looks at everything the program needs and says what to do. */
import { commandLine } from '../background/start-command.ts';
import type { Command } from '../config.ts';
import { refusedWords, untrustedWords } from '../config/project-notices.ts';
import { complain, jsonText, say } from '../print.ts';
import { broken, fine, weak, type Check } from './check.ts';
import { checkLines } from './check-lines.ts';
import { machineChecks } from './machine-checks.ts';
import { modelChecks } from './model-checks.ts';
import { sandboxCheck } from './sandbox-check.ts';
import { terminalChecks } from './terminal-checks.ts';

/** Answers the exit code: 1 when something is broken, 2 when the command is wrong. */
export async function runDoctor({ args, json, online, config, read }: Command): Promise<number> {
  if (args.length > 0) {
    complain(`meanwhile doctor takes only --json and --online. To send it as a prompt: ${commandLine('-- doctor …')}`);
    return 2;
  }
  const { stdin, stdout, env } = process;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const colourDepth = stdout.isTTY ? stdout.getColorDepth(env) : 1;
  const checks = [
    ...terminalChecks({ isTerminal, columns: stdout.columns, rows: stdout.rows, colourDepth, env }),
    ...(await machineChecks(env, config.stateFolder)),
    await sandboxCheck(config, env),
    ...(await modelChecks({ provider: config.provider, online, env, caFile: config.caFile ?? undefined })),
    ...settingsChecks(read),
  ];
  if (json) say(`${jsonText({ checks }, 2)}\n`);
  else say(`${checks.flatMap((check) => checkLines(check, stdout.columns)).join('\n')}\n`);
  return checks.some(({ state }) => state === 'broken') ? 1 : 0;
}

function settingsChecks({ mistakes, unknown, untrusted, refused, found }: Command['read']): readonly Check[] {
  const wrong = mistakes.map((mistake) =>
    broken('settings', mistake, `Correct it; ${commandLine('config')} shows all values.`),
  );
  const ignored = [...unknown, ...untrustedWords(untrusted), ...refusedWords(refused)].map((words) =>
    weak('settings', words, ''),
  );
  if (wrong.length + ignored.length > 0) return [...wrong, ...ignored];
  return [fine('settings', found.length === 0 ? 'no file' : found.map(({ file }) => file).join(', '))];
}
