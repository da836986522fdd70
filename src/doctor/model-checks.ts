/** Whether there is a model to talk to, and a way to it. No key is ever printed. */
import { PLATFORM_FACTS } from '../agent/anthropic-platforms.ts';
import { networkReason, proxyWords } from '../agent/network/network-reason.ts';
import { createNetwork, type NetworkOptions } from '../agent/network/network.ts';
import { proxyProblems } from '../agent/network/proxy-choice.ts';
import type { ProviderChoice } from '../config/provider-choice.ts';
import { broken, fine, weak, type Check } from './check.ts';

const PATIENCE = 10_000;
const OFFICIAL = 'https://api.anthropic.com';

export interface ModelLook extends NetworkOptions {
  readonly provider: ProviderChoice;
  /** Whether the network may be used to look. */
  readonly online: boolean;
}

export async function modelChecks(look: ModelLook): Promise<readonly Check[]> {
  const { provider, online, env } = look;
  const proxies = proxyProblems(env).map((problem) => weak('proxy', problem, 'Correct the variable, or unset it.'));
  switch (provider.kind) {
    case 'offline':
      return [
        weak('model', 'the small built-in one', 'Set ANTHROPIC_API_KEY, or baseURL for a server that needs no key.'),
        ...proxies,
      ];
    case 'demo':
      return [fine('model', 'the script of the demo'), ...proxies];
    case 'platform': {
      const { title, packageName } = PLATFORM_FACTS[provider.platform];
      return [fine('model', `${title}, by the package ${packageName}`), ...proxies];
    }
    case 'anthropic': {
      const { origin } = new URL(provider.baseURL ?? OFFICIAL);
      const access = fine('model', `${origin} with ${credentialWords(provider)}`);
      return [access, ...proxies, ...(online ? [await reach(origin, look)] : [])];
    }
    default:
      return provider satisfies never;
  }
}

function credentialWords(provider: Extract<ProviderChoice, { readonly kind: 'anthropic' }>): string {
  if (provider.apiKey !== undefined) return 'a key';
  if (provider.authToken !== undefined) return 'a token';
  if (provider.keyHelper !== undefined) return 'the key of apiKeyHelper';
  return provider.profile === true ? 'a profile' : 'no key';
}

async function reach(origin: string, options: NetworkOptions): Promise<Check> {
  const network = createNetwork(options);
  const proxy = network.proxyOf(new URL(origin));
  const through = proxy === null ? '' : `, through the proxy ${proxy}`;
  try {
    const { status } = await network.fetch(origin, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
    return fine('network', `${origin} answers (HTTP ${status})${through}`);
  } catch (error) {
    const reason = networkReason(error);
    const ofProxy = proxy === null ? undefined : proxyWords(reason, proxy, origin);
    if (ofProxy !== undefined) return broken('network', ofProxy, 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.');
    const words = `${origin} cannot be reached${through}: ${messageOf(error)}`;
    if (reason?.kind === 'certificate') return broken('network', words, `${reason.advice}.`);
    return broken('network', words, 'Check the network, a proxy, and ANTHROPIC_BASE_URL.');
  }
}

function messageOf(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : { cause: undefined, message: String(error) };
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
