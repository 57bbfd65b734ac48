/** The folder of the page, built beside everything else: a build takes a whole core for some seconds. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ConfigSource, programEnvironment } from '../../config.js';
import { runProgram } from '../../shell/program.js';
import { currentPage } from '../scene/built-page.js';

/** The page could not be built; the message says why. */
export class NoPage extends Error {}

/** `onBuild`: it has to be built, which takes seconds. Throws `NoPage`, also when `signal` ends the building. */
export async function pageFolder(
  env: ConfigSource['env'],
  signal: AbortSignal,
  onBuild: () => void,
): Promise<string> {
  const current = await currentPage();
  if (current !== undefined) return current;
  onBuild();
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('../scene/build-page.ts', import.meta.url));
  const top = fileURLToPath(new URL('../../..', import.meta.url));
  const options = { cwd: top, env: programEnvironment(env), signal };
  const { exitCode, stdout, stderr, notStarted } = await runProgram(
    [process.execPath, '--import', loader, program],
    options,
  );
  if (exitCode === 0) return stdout;
  throw new NoPage(stderr || notStarted || 'The page could not be built.');
}
