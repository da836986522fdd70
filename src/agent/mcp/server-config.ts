/** How an MCP server is reached, as settings say it. Pure. */

export type ServerConfig = ProgramServer | WebServer;

/** A program that is started and spoken to by its stdin and stdout. */
export interface ProgramServer {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Absolute, or relative to the project; the project if not given. */
  readonly cwd?: string | undefined;
  /** `false`: it runs outside of the sandbox, also when commands run in one. */
  readonly sandbox?: boolean | undefined;
}

/** One that is reached by streamable HTTP. */
export interface WebServer {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function isProgram(config: ServerConfig): config is ProgramServer {
  return 'command' in config;
}

/** Names of variables in the configuration, as `${NAME}`, that the environment does not have. */
export function unsetVariables(
  config: ServerConfig,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const names = [...JSON.stringify(config).matchAll(VARIABLE)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => environment[name] === undefined);
}

const VARIABLE = /\$\{(\w+)\}/g;

/** With `${NAME}` in arguments, variables and headers replaced by what the environment has. */
export function withVariables(
  config: ServerConfig,
  environment: Readonly<Record<string, string | undefined>>,
): ServerConfig {
  const filled = (text: string) => text.replace(VARIABLE, (_, name: string) => environment[name] ?? '');
  const all = (texts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text)]));
  if (!isProgram(config)) return { url: filled(config.url), headers: all(config.headers) };
  const { command, args = [], env } = config;
  return { ...config, command: filled(command), args: args.map(filled), env: all(env) };
}
