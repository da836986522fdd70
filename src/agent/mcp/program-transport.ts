/**
 * Speaks with a server that is a program, by its stdin and stdout (Model Context Protocol, transports: stdio).
 *
 * Everything it starts carries a mark, so that all of it ends with it. When this program is killed, a watchman sees that
 * and ends the server's group: not every server heeds that its stdin has closed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { deserializeMessage, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { programEnvironment, TASK_MARK, type Environment } from '../../background/local/environment.ts';
import type { SandboxCommand } from '../../background/local/sandbox/sandbox-command.ts';
import { STATUS_DESCRIPTOR, wasMade } from '../../background/local/sandbox/sandbox-status.ts';
import { withoutSecrets as withoutAnySecrets } from '../../background/local/sandbox/secret-variables.ts';
import { findMembers, NO_PROCESS } from '../../background/local/process-tree.ts';
import { stopProcesses } from '../../background/local/stop-processes.ts';
import { createLineReader } from './line-reader.ts';
import type { ProgramServer } from './server-config.ts';

export interface ProgramTransport extends Transport {
  /** What it last wrote to stderr, at most one line, for words about its end. */
  lastWords(): string;
  /** How it ended, in a few words; empty while it runs. */
  endWords(): string;
  /** Settles when it has ended, and all that it wrote has been read. */
  readonly ended: Promise<void>;
}

export interface ProgramPorts {
  readonly cwd: string;
  readonly environment: Environment;
  /** What stands before a program so that it runs in the sandbox of the session; without one it runs outside. */
  readonly sandbox?: ((program: SandboxedProgram) => SandboxCommand) | undefined;
}

export interface SandboxedProgram {
  readonly id: string;
  readonly cwd: string;
  /** The program with its arguments. */
  readonly words: readonly string[];
}

/** How long it has to end by itself when its stdin is closed, and after each signal. Milliseconds. */
const GRACE = 300;
const WAITS = { interrupt: 200, terminate: 1_000, kill: 1_000 };
const LONGEST_MESSAGE = 32 * 1024 * 1024;
const STDERR_CHARS = 2_000;
const STDIO = ['pipe', 'pipe', 'pipe'] as const;
const SANDBOX_STDIO = [...STDIO, 'ignore', 'pipe'] as const;
const NOT_MADE = 'the sandbox could not be made';

export function programTransport(server: ProgramServer, { cwd, environment, sandbox }: ProgramPorts): ProgramTransport {
  const id = randomBytes(4).toString('hex');
  const lines = createLineReader({ longest: LONGEST_MESSAGE, onLine: readLine, onTooLong });
  let child: ChildProcess | undefined;
  let watchman: ChildProcess | undefined;
  let stderr = '';
  let end = '';
  let closing: Promise<void> | undefined;
  let settle = () => {};
  const ended = new Promise<void>((resolve) => (settle = resolve));

  const transport: ProgramTransport = {
    start: () =>
      new Promise((resolve, reject) => {
        const { command, args = [], env = {} } = server;
        const before = server.sandbox === false ? undefined : sandbox?.({ id, cwd, words: [command, ...args] });
        if (before?.kind === 'failed') return reject(new Error(before.reason));
        const [file = command, ...words] = [...(before?.words ?? []), command, ...args];
        const kept = before === undefined ? environment : withoutAnySecrets(environment);
        child = spawn(file, words, {
          cwd,
          env: { ...programEnvironment(kept), ...env, [TASK_MARK]: id },
          stdio: [...(before === undefined ? STDIO : SANDBOX_STDIO)],
          detached: true,
        });
        let said = '';
        child.stdio[STATUS_DESCRIPTOR]?.on('data', (chunk: Buffer) => (said += chunk.toString()));
        const { pid } = child;
        child.once('spawn', () => {
          watchman = watch(pid);
          resolve();
        });
        child.once('error', (error) => {
          end ||= error.message;
          settle();
          reject(error);
        });
        child.once('close', (code, signal) => {
          watchman?.kill('SIGKILL');
          if (before !== undefined && !wasMade(said, code)) end ||= NOT_MADE;
          end ||= signal === null ? `exit ${code}` : signal;
          settle();
          transport.onclose?.();
        });
        child.stdin?.on('error', (error) => transport.onerror?.(error));
        child.stdout?.on('data', lines.take);
        child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-STDERR_CHARS)));
      }),
    async send(message) {
      const stdin = child?.stdin;
      if (stdin === null || stdin === undefined || !stdin.writable) throw new Error('it does not run');
      if (!stdin.write(serializeMessage(message))) await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]);
    },
    close: () => (closing ??= stop()),
    lastWords: () => stderr.trimEnd().split('\n').at(-1)?.trim() ?? '',
    endWords: () => end,
    ended,
  };
  return transport;

  function readLine(line: string): void {
    try {
      transport.onmessage?.(deserializeMessage(line));
    } catch (error) {
      // A line that is no message: programs print such things before they begin.
      transport.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function onTooLong(): void {
    end ||= 'it sent a message of more than 32 MiB';
    void transport.close();
  }

  async function stop(): Promise<void> {
    const started = child;
    if (started?.pid === undefined) return;
    const isOver = () => started.exitCode !== null || started.signalCode !== null;
    started.stdin?.end();
    for (let waited = 0; waited < GRACE && !isOver(); waited += 20) await delay(20);
    const family = { id, folder: `mcp-${id}`, supervisor: NO_PROCESS, since: 0 };
    await stopProcesses({ find: (seen) => findMembers(family, undefined, seen), isOver, waits: WAITS });
    for (const stream of started.stdio.slice(1)) stream?.destroy();
    started.unref();
  }
}

/** It waits for the end of a pipe that only this program holds open. */
function watch(group: number | undefined): ChildProcess | undefined {
  if (group === undefined) return undefined;
  const watchman = spawn('/bin/sh', ['-c', WATCH, String(group)], {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchman.on('error', () => {});
  watchman.stdin?.on('error', () => {});
  watchman.unref();
  return watchman;
}

const WATCH = 'read -r _; kill -s TERM -- "-$0"; sleep 2; kill -s KILL -- "-$0"';
