/** One world after another, each in the order that the parent sends it, in a process of its own. */
import { runSeries, type SeriesOptions } from './series.js';

process.on('message', (options: SeriesOptions) => {
  const tell = (words: string): void => void process.send?.({ words });
  runSeries({ ...options, tell }).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ broken: String((error as Error).stack ?? error) }),
  );
});
process.on('disconnect', () => process.exit(1));
