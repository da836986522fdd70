import { setImmediate } from 'node:timers/promises';

/** Does the same with each of what may be thousands. Keys and timers come in between, so nobody waits for all of it. */
export async function inSlices<Item>(items: Iterable<Item>, act: (item: Item) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > SLICE_MS) {
      await setImmediate();
      since = performance.now();
    }
    act(item);
  }
}

const SLICE_MS = 10;
