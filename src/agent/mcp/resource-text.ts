/** The resources of an MCP server as text for the model. */
import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import { callAnswer, type CallAnswer } from './result-text.ts';

type Content = ReadResourceResult['contents'][number];

/** A line each: its address, and what it is. */
export function resourceList(resources: readonly Resource[], templates: readonly ResourceTemplate[]): CallAnswer {
  const lines = [
    ...resources.map(({ uri, ...about }) => lineOf(uri, about)),
    ...templates.map(({ uriTemplate, ...about }) => lineOf(uriTemplate, about)),
  ];
  return { text: lines.join('\n'), isError: false, pictures: [] };
}

export function resourceAnswer({ contents }: ReadResourceResult): CallAnswer {
  return callAnswer({ content: contents.map(blockOf) });
}

function lineOf(address: string, about: Pick<Resource, 'name' | 'title' | 'description' | 'mimeType'>): string {
  const { name, title = name, description, mimeType } = about;
  return [address, title, mimeType, description?.replace(/\s+/g, ' ')].filter(Boolean).join(' · ');
}

function blockOf(resource: Content) {
  const { mimeType = '' } = resource;
  return 'blob' in resource && mimeType.startsWith('image/')
    ? ({ type: 'image', mimeType, data: resource.blob } as const)
    : ({ type: 'resource', resource } as const);
}
