/** The resources of an MCP server as text for the model. */
import { callAnswer, type CallAnswer } from './result-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** A line each: its address, and what it is. What has no address is left out. */
export function resourceList(resources: readonly unknown[], templates: readonly unknown[]): CallAnswer {
  const lines = [
    ...resources.map(asObject).map((one) => lineOf(one['uri'], one)),
    ...templates.map(asObject).map((one) => lineOf(one['uriTemplate'], one)),
  ].filter((line) => line !== '');
  return { text: lines.join('\n'), isError: false, pictures: [] };
}

export function resourceAnswer(contents: readonly unknown[]): CallAnswer {
  return callAnswer({ content: contents.map(asObject).map(blockOf) });
}

function lineOf(address: unknown, { name, title = name, description, mimeType }: Json): string {
  if (typeof address !== 'string') return '';
  return [address, title, mimeType, typeof description === 'string' ? description.replace(/\s+/g, ' ') : undefined]
    .filter((word) => typeof word === 'string' && word !== '')
    .join(' · ');
}

function blockOf(resource: Json) {
  const { mimeType, blob } = resource;
  return typeof blob === 'string' && typeof mimeType === 'string' && mimeType.startsWith('image/')
    ? ({ type: 'image', mimeType, data: blob } as const)
    : ({ type: 'resource', resource } as const);
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
