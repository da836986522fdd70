/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `broken`: the program does not work as it should; `weak`: it works, with less. */
  readonly state: 'fine' | 'weak' | 'broken';
  /** What was found. */
  readonly found: string;
  /** What to do, unless all is fine. */
  readonly advice?: string;
}

export function fine(name: string, found: string): Check {
  return { name, state: 'fine', found };
}

export function weak(name: string, found: string, advice: string): Check {
  return { name, state: 'weak', found, advice };
}

export function broken(name: string, found: string, advice: string): Check {
  return { name, state: 'broken', found, advice };
}
