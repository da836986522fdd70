import { homedir } from 'node:os';
import { createAnthropicProvider, DEFAULT_MODEL, type AnthropicProvider } from '../agent/anthropic.ts';
import { PLATFORM_FACTS } from '../agent/anthropic-platforms.ts';
import type { KeyHelper } from '../agent/anthropic-key-helper.ts';
import type { Network } from '../agent/network/network.ts';
import { createOfflineProvider } from '../agent/offline.ts';
import { runKeyHelper } from '../background/local/run-key-helper.ts';
import type { Config } from '../config.ts';
import { storyReply } from '../demo/story.ts';

export interface ProviderPorts {
  readonly env: NodeJS.ProcessEnv;
  readonly network: Network;
}

/** The model that settings and environment choose. */
export function createProvider(config: Config, { env, network }: ProviderPorts): AnthropicProvider {
  const { provider, model, settings } = config;
  const headers = settings.apiHeaders ?? {};
  switch (provider.kind) {
    case 'offline':
      return createOfflineProvider();
    case 'demo':
      return createOfflineProvider({ name: 'demo', reply: storyReply });
    case 'platform': {
      const { platform } = provider;
      const { defaultModel, secrets } = PLATFORM_FACTS[platform];
      const hidden = [...headerValues(env), ...secrets.flatMap((name) => env[name] ?? [])];
      return createAnthropicProvider({
        name: platform,
        platform,
        model: model ?? defaultModel,
        headers,
        hidden,
        network,
      });
    }
    case 'anthropic': {
      const { kind: _, keyHelper, ...access } = provider;
      const helper = keyHelper === undefined ? {} : { helper: helperOf(keyHelper, env) };
      const asked = { model: model ?? DEFAULT_MODEL, headers, hidden: headerValues(env), network };
      return createAnthropicProvider({ ...access, ...helper, ...asked });
    }
    default:
      return provider satisfies never;
  }
}

/** The SDK sends them by itself. */
function headerValues(env: NodeJS.ProcessEnv): readonly string[] {
  const lines = env['ANTHROPIC_CUSTOM_HEADERS']?.split('\n') ?? [];
  return lines.map((line) => line.slice(line.indexOf(':') + 1).trim());
}

function helperOf(
  { command, lifetime }: { readonly command: string; readonly lifetime: number },
  environment: NodeJS.ProcessEnv,
): KeyHelper {
  const run = () => runKeyHelper(command, { folder: homedir(), environment });
  return { run, lifetime, now: () => performance.now() };
}
