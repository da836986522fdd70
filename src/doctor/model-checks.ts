/** Whether there is a model to talk to. No key is ever printed. */
import type { ProviderChoice } from '../config.ts';
import { broken, fine, weak, type Check } from './check.ts';

const PATIENCE = 10_000;
const OFFICIAL = 'https://api.anthropic.com';

export async function modelChecks(provider: ProviderChoice, online: boolean): Promise<readonly Check[]> {
  if (provider.kind === 'offline') {
    return [
      weak('model', 'the small built-in one', 'Set ANTHROPIC_API_KEY, or baseURL for a server that needs no key.'),
    ];
  }
  const { origin } = new URL(provider.baseURL ?? OFFICIAL);
  const key = provider.apiKey !== undefined ? 'a key' : provider.authToken !== undefined ? 'a token' : 'no key';
  const access = fine('model', `${origin} with ${key}`);
  return online ? [access, await reach(origin)] : [access];
}

async function reach(origin: string): Promise<Check> {
  try {
    const { status } = await fetch(origin, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
    return fine('network', `${origin} answers (HTTP ${status})`);
  } catch (error) {
    const { cause, message } = error instanceof Error ? error : { cause: undefined, message: String(error) };
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : message;
    return broken(
      'network',
      `${origin} cannot be reached: ${reason}`,
      'Check the network, a proxy, and ANTHROPIC_BASE_URL.',
    );
  }
}
