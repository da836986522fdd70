/** What is costly to find, kept as long as every frame asks for it. */
export interface Kept<Value> {
  get(key: string, find: () => Value): Value;
  nextFrame(): void;
}

export function keepingOneFrame<Value>(): Kept<Value> {
  let last = new Map<string, Value>();
  let now = new Map<string, Value>();
  return {
    get(key, find) {
      const value = now.get(key) ?? last.get(key) ?? find();
      now.set(key, value);
      return value;
    },
    nextFrame() {
      [last, now] = [now, new Map()];
    },
  };
}
