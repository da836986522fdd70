import { digestLog } from '../../../src/background/digest.ts';

/** The text of a digest. */
export function digestLines(...of: Parameters<typeof digestLog>): string {
  return digestLog(...of).text;
}
