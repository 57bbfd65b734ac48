/** The floor: Bolt with nothing kept. */
import { startAnswering } from './bolt.mjs';

await startAnswering();
