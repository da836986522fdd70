import type { CacheMissReason, Diagnostics } from '@anthropic-ai/sdk/resources/messages';
import type { CacheMiss, Usage } from './messages.ts';

/**
 * Why the cache was missed, from `diagnostics` of an answer and what it counts
 * (https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics). The API compares only what was asked, whether
 * or not the cache held it: `null` where nothing differs. A server without diagnostics leaves the field out.
 */
export function cacheMissOf(
  diagnostics: Diagnostics | null | undefined,
  { cacheRead, cacheWrite }: Usage,
): CacheMiss | undefined {
  const reason = diagnostics?.cache_miss_reason;
  if (reason) return missBy(reason);
  // Without a reason inside, the comparison was not over yet.
  return diagnostics === null && cacheRead === 0 && cacheWrite > 0
    ? { kind: 'expired', tokens: cacheWrite }
    : undefined;
}

function missBy(reason: CacheMissReason): CacheMiss | undefined {
  switch (reason.type) {
    case 'model_changed':
      return { kind: 'changed', part: 'model', tokens: reason.cache_missed_input_tokens };
    case 'system_changed':
      return { kind: 'changed', part: 'system', tokens: reason.cache_missed_input_tokens };
    case 'tools_changed':
      return { kind: 'changed', part: 'tools', tokens: reason.cache_missed_input_tokens };
    case 'messages_changed':
      return { kind: 'changed', part: 'messages', tokens: reason.cache_missed_input_tokens };
    case 'unavailable':
      return { kind: 'unknown' };
    // The request before is no longer known there, which says nothing of this one.
    case 'previous_message_not_found':
      return undefined;
    default:
      reason satisfies never;
      return { kind: 'unknown' };
  }
}
