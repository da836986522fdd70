// Lets Node run the TypeScript files that are imported after this one; Node 22.18 and newer do so by themselves.
import { register } from 'node:module';

const { typescript } = /** @type {{ typescript?: unknown }} */ (process.features);
if (!typescript) register('./typescript-loader.js', import.meta.url);
