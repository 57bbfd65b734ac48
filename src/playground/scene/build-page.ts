/** Builds the page in a process of its own, and says where it lies; exits 1 in plain words where it cannot. */
import { builtPage } from './built-page.js';

try {
  process.stdout.write(await builtPage());
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
