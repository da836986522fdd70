import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Platform } from '../agent/anthropic-platforms.ts';
import type { Settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type ProviderChoice =
  | { readonly kind: 'offline' }
  /** The scripted model of `--demo`. */
  | { readonly kind: 'demo' }
  /** Of the credentials at most one is there; without any, none is sent. */
  | {
      readonly kind: 'anthropic';
      readonly apiKey?: string;
      readonly authToken?: string;
      /** A shell command that prints a key, and milliseconds that the key is used for. */
      readonly keyHelper?: { readonly command: string; readonly lifetime: number };
      /** What the SDK finds by itself: profiles, workload identity. */
      readonly profile?: true;
      readonly baseURL?: string;
    }
  | { readonly kind: 'platform'; readonly platform: Platform };

/** A key of the environment goes before a token, that before the helper of the settings, that before a profile. */
export function chooseProvider(env: Environment, settings: Settings): ProviderChoice {
  const { provider, baseURL, apiKeyHelper, apiKeyHelperSeconds } = settings;
  if (provider !== 'anthropic') return { kind: 'platform', platform: provider };
  const apiKey = value(env, 'ANTHROPIC_API_KEY');
  const authToken = value(env, 'ANTHROPIC_AUTH_TOKEN');
  const place = baseURL === undefined ? {} : { baseURL };
  if (apiKey !== undefined || authToken !== undefined) {
    const token = authToken === undefined ? {} : { authToken };
    return { kind: 'anthropic', ...(apiKey === undefined ? token : { apiKey, ...token }), ...place };
  }
  if (apiKeyHelper !== undefined) {
    const keyHelper = { command: apiKeyHelper, lifetime: apiKeyHelperSeconds * 1_000 };
    return { kind: 'anthropic', keyHelper, ...place };
  }
  if (hasProfile(env, baseURL)) return { kind: 'anthropic', profile: true, ...place };
  return baseURL === undefined ? { kind: 'offline' } : { kind: 'anthropic', baseURL };
}

/**
 * Whether the SDK's chain is to be used: as its `core/credentials` looks for profiles and workload identity. A profile
 * that nothing names is not sent to another server than it was made for.
 */
function hasProfile(env: Environment, baseURL: string | undefined): boolean {
  if (value(env, 'ANTHROPIC_PROFILE') !== undefined) return true;
  const federation = ['ANTHROPIC_FEDERATION_RULE_ID', 'ANTHROPIC_ORGANIZATION_ID'];
  if (federation.every((name) => value(env, name) !== undefined)) return true;
  return baseURL === undefined && hasActiveProfile(env);
}

function hasActiveProfile(env: Environment): boolean {
  const folder = profilesFolder(env);
  return folder !== undefined && existsSync(path.join(folder, 'configs', `${activeProfile(folder)}.json`));
}

function profilesFolder(env: Environment): string | undefined {
  const own = value(env, 'ANTHROPIC_CONFIG_DIR');
  if (own !== undefined) return own;
  const [config, home] = [value(env, 'XDG_CONFIG_HOME'), value(env, 'HOME')];
  if (config !== undefined) return path.join(config, 'anthropic');
  return home === undefined ? undefined : path.join(home, '.config', 'anthropic');
}

function activeProfile(folder: string): string {
  try {
    return readFileSync(path.join(folder, 'active_config'), 'utf8').trim() || 'default';
  } catch {
    return 'default';
  }
}

function value(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}
