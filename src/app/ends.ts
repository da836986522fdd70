import type { Ending } from './shutdown.ts';

export interface Ends {
  readonly first: Promise<Ending>;
  readonly second: Promise<void>;
  end(ending: Ending): void;
}

/** The first wish to end decides how; a second one means at once. */
export function createEnds(): Ends {
  let decide: (ending: Ending) => void = () => undefined;
  let hurry: () => void = () => undefined;
  const first = new Promise<Ending>((resolve) => (decide = resolve));
  const second = new Promise<void>((resolve) => (hurry = resolve));
  let asked = false;
  return {
    first,
    second,
    end(ending) {
      if (asked) hurry();
      asked = true;
      decide(ending);
    },
  };
}
