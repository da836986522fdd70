// npm run bench: measures the built program in a real terminal. --json FILE also writes the figures there; --strict
// ends with exit code 1 when a target is missed; --only keys runs those measurements of main.ts whose name has it.
import './typescript.js';
await import('./bench/main.ts');
