// Starts the built program in a pseudo-terminal, waits for its first screen and quits. For CI.
import './typescript.js';
const { createPlace, openProgram } = await import('../test/fixtures/program.ts');

const place = await createPlace();
const program = openProgram(place, { cols: 80, rows: 24 });
try {
  const screen = await program.waitFor('meanwhile');
  program.key('ctrl+d');
  const { code } = await program.exit();
  if (code !== 0) throw new Error(`The program ended with exit code ${code}.`);
  process.stdout.write(`${screen}\n\nThe built program started, showed this screen and quit with exit code 0.\n`);
} finally {
  await program.close();
  await place.remove();
}
