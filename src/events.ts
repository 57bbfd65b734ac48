/** `npm run events`: the record of who did what. */
import { config as readDotenv } from 'dotenv';
import { EVENTS_USAGE, eventTable, parseEventWish } from './app/event-lines.js';
import { ConfigFault, databaseUrl } from './config.js';
import { readEvents } from './persistence/events.js';

const EXIT = { configuration: 78, software: 70 } as const;

const wish = parseEventWish(process.argv.slice(2), Date.now());
if ('problem' in wish)
  leave([wish.problem, EVENTS_USAGE].filter(Boolean).join('\n\n'), wish.problem ? EXIT.configuration : 0);
readDotenv({ quiet: true });
try {
  const rows = await readEvents(databaseUrl(), wish);
  const told = wish.json ? rows.map((row) => JSON.stringify(row)).join('\n') : eventTable(rows);
  if (told !== '') process.stdout.write(`${told}\n`);
} catch (error) {
  if (error instanceof ConfigFault) leave(error.message, EXIT.configuration);
  leave(
    `The events cannot be read: ${(error as Error).message}\n` +
      'Start the bot of this version once, and name its home with METAWSM_HOME or its database with DATABASE_URL.',
    EXIT.software,
  );
}

function leave(words: string, code: number): never {
  (code === 0 ? process.stdout : process.stderr).write(`${words}\n`);
  process.exit(code);
}
