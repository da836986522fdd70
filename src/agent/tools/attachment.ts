/** Files that a model sees rather than reads: pictures and PDF, known by how they begin. */
import type { FileHandle } from 'node:fs/promises';
import type { Attachment } from '../messages.ts';

export type MediaType = Attachment['mediaType'];

/** The most that the API takes of a picture is 5 MB in base64; a PDF rides along with every later request too. */
export const MOST_BYTES = 3_600_000;

export async function mediaTypeOf(handle: FileHandle): Promise<MediaType | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  return mediaTypeAt(buffer.subarray(0, bytesRead));
}

/** Of what begins with these bytes. */
export function mediaTypeAt(bytes: Buffer): MediaType | undefined {
  const start = bytes.subarray(0, 16).toString('latin1');
  return STARTS.find(([, pattern]) => pattern.test(start))?.[0];
}

/** The whole file; it has to be within `MOST_BYTES`. */
export async function readAttachment(handle: FileHandle, mediaType: MediaType, size: number): Promise<Attachment> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
  return { mediaType, data: buffer.subarray(0, bytesRead).toString('base64') };
}

const STARTS: readonly (readonly [MediaType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['application/pdf', /^%PDF-/],
];
