/** What the draft is going to be when it is sent, going by how it begins. */
export type DraftMode = 'prompt' | 'shell' | 'background' | 'command';

export function draftMode(text: string): DraftMode {
  const start = text.trimStart();
  if (start.startsWith('!')) return 'shell';
  if (start.startsWith('&')) return 'background';
  return /^\/[a-z-]*(?:\s|$)/.test(start) ? 'command' : 'prompt';
}
