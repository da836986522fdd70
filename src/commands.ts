/** What can be done instead of opening the screen. */
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
      });
    }
    case 'doctor':
      return (await import('./doctor/doctor-command.ts')).runDoctor(command);
    default:
      return command.command satisfies never;
  }
}
