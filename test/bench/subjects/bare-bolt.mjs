/** The floor: Bolt with nothing kept. */
import { answering } from './bolt.mjs';

await answering().start();
