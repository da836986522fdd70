/**
 * Claude on the platforms of others, by Anthropic's packages for them. They are no part of the program: who chooses a
 * platform installs its package beside it. Regions, projects, addresses and credentials are those that the package
 * reads from the environment; docs/providers.md lists them.
 */
import type { BaseAnthropic, ClientOptions } from '@anthropic-ai/sdk';
import { accessError } from './access-error.ts';

export const PLATFORMS = ['bedrock', 'vertex', 'foundry'] as const;
export type Platform = (typeof PLATFORMS)[number];

interface PlatformFacts {
  /** As its owner calls it. */
  readonly title: string;
  readonly packageName: string;
  /** In the names that it has there; from the READMEs of the packages, 1.1. */
  readonly defaultModel: string;
  /** What may stand in an answer of its server and must not be shown. */
  readonly secrets: readonly string[];
}

export const PLATFORM_FACTS: { readonly [name in Platform]: PlatformFacts } = {
  bedrock: {
    title: 'Amazon Bedrock',
    packageName: '@anthropic-ai/bedrock-sdk',
    defaultModel: 'global.anthropic.claude-sonnet-5-5',
    secrets: ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK'],
  },
  vertex: {
    title: 'Vertex AI',
    packageName: '@anthropic-ai/vertex-sdk',
    defaultModel: 'claude-sonnet-5-5',
    secrets: [],
  },
  foundry: {
    title: 'Microsoft Foundry',
    packageName: '@anthropic-ai/foundry-sdk',
    defaultModel: 'claude-sonnet-5-5',
    secrets: ['ANTHROPIC_FOUNDRY_API_KEY'],
  },
};

/** What all clients are made with. */
export type CommonOptions = Pick<
  ClientOptions,
  'maxRetries' | 'logLevel' | 'openTelemetry' | 'defaultHeaders' | 'fetch' | 'timeout'
>;

/** Rejects with an access error that says what is missing. */
export async function createPlatformClient(platform: Platform, options: CommonOptions): Promise<BaseAnthropic> {
  const { title } = PLATFORM_FACTS[platform];
  try {
    return await PACKAGES[platform](options);
  } catch (error) {
    if (isMissing(error)) throw accessError(missingPackage(platform));
    const reason = error instanceof Error ? error.message : String(error);
    throw accessError(`${title} cannot be asked: ${reason.replace(/\.$/, '')}. docs/providers.md says what it needs.`);
  }
}

const PACKAGES: { readonly [name in Platform]: (options: CommonOptions) => Promise<BaseAnthropic> } = {
  bedrock: async (options) => new (await import('@anthropic-ai/bedrock-sdk')).AnthropicBedrock(options),
  vertex: async (options) => new (await import('@anthropic-ai/vertex-sdk')).AnthropicVertex(options),
  foundry: async (options) => new (await import('@anthropic-ai/foundry-sdk')).AnthropicFoundry(options),
};

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));
}

function missingPackage(platform: Platform): string {
  const { title, packageName } = PLATFORM_FACTS[platform];
  return (
    `${title} needs the package ${packageName}, which is not installed. Install it beside meanwhile: ` +
    `npm install --global ${packageName} where meanwhile is installed globally, else npm install ${packageName}.`
  );
}
