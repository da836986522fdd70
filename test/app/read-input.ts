/** An input reader with a clock of its own: chunks come after pauses, and what is due meanwhile is done. */
import { createInputReader, type InputEvent, type InputReaderOptions } from '../../src/app/input-reader.ts';

/** A chunk, or a pause in milliseconds. */
export type Step = string | number;

export function readInput(steps: readonly Step[], options: Partial<InputReaderOptions> = {}): readonly InputEvent[] {
  const reader = createInputReader({ escapeMs: 75, deliberate: () => false, ...options });
  const events: InputEvent[] = [];
  let now = 1000;
  for (const step of [...steps, 10_000]) {
    if (typeof step === 'string') {
      events.push(...reader.push(step, now));
      continue;
    }
    const until = now + step;
    for (let due = reader.due(); due !== null && due <= until; due = reader.due()) {
      now = Math.max(now, due);
      events.push(...reader.expire(now));
    }
    now = until;
  }
  return events;
}

/** One word an event: keys as JSON, `*` behind what came alone. */
export function spelled(events: readonly InputEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.kind) {
      case 'keys':
        return `${JSON.stringify(event.bytes)}${event.alone ? '*' : ''}`;
      case 'paste':
        return `paste ${JSON.stringify(event.text)}`;
      case 'mouse':
        return event.event.kind === 'wheel' ? `wheel ${event.event.by}` : `press ${event.event.x},${event.event.y}`;
      case 'focus':
        return event.has ? 'focus' : 'blur';
      case 'reply':
        return `reply ${JSON.stringify(event.reply)}`;
      case 'kitty':
        return `kitty ${event.flags}`;
      default:
        return event satisfies never;
    }
  });
}
