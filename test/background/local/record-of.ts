/** What stands in the state file of a task that began long ago. */
export function recordOf(id: string): string {
  const spec = { command: 'make', cwd: '/', sessionId: 'aaaaaaaa', timeLimit: null };
  return JSON.stringify({ version: 1, id, spec, createdAt: 0, bootId: 'unknown' });
}
