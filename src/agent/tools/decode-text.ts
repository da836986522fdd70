/** Files up to this many bytes are compared and edited in memory. */
export const IN_MEMORY_LIMIT = 8 * 1024 * 1024;

/** UTF-8 bytes as text, a byte order mark included, so that writing it gives the same bytes; `null` when they are not. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
