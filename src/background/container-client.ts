/**
 * Whether a command line starts containers in the foreground: `docker run`, `docker compose up` and those of podman. The
 * container is no process of ours: its client passes signals on and waits, and killed it leaves the container running.
 */
export function startsContainer(command: string): boolean {
  return CLIENT.test(command);
}

const WORDS = String.raw`(?:[^;&|\n]*?\s)?`;
const CLIENT = new RegExp(
  String.raw`(?:^|[\s;&|(/])(?:(?:docker|podman)\s+${WORDS}(?:run|compose\s+${WORDS}up)|(?:docker|podman)-compose\s+${WORDS}up)(?:\s|$)`,
);
