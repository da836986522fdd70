/** What can be done instead of opening the screen. */
import { createInterface } from 'node:readline/promises';
import type { Command } from './config.ts';
import { complain, say } from './print.ts';

/** Settles with the exit code. */
export async function runCommand(command: Command): Promise<number> {
  switch (command.command) {
    case 'config': {
      const { runConfigCommand } = await import('./config/config-command.ts');
      return runConfigCommand(command, {
        print: say,
        complain,
        width: process.stdout.columns,
        ...(process.stdin.isTTY && process.stdout.isTTY ? { confirm } : {}),
      });
    }
    case 'doctor':
      return (await import('./doctor/doctor-command.ts')).runDoctor(command);
    default:
      return command.command satisfies never;
  }
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // The end of the input is no answer, and `question` never settles then.
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    return /^y(?:es)?$/i.test((await Promise.race([terminal.question(`${question} [y/N] `), ended])).trim());
  } finally {
    terminal.close();
  }
}
