/** The disk of the home is full, or a folder of it cannot be written, at some moment of a run: it goes on afterwards. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeWorld, type World } from '../../journeys/world.js';
import { mountDisk, type SmallDisk } from '../nth-write/small-disk.js';
import { carryThrough, GREETER } from './insistent.js';
import { makeReadOnly } from './read-only.js';

/** When it begins: in front of the press of this button, or so long after it. */
interface Moment {
  press: 'Start run' | 'Moin' | 'Merge & close';
  afterMs: number;
}

const MOMENTS: Moment[] = [
  { press: 'Start run', afterMs: 0 },
  { press: 'Start run', afterMs: 150 },
  { press: 'Start run', afterMs: 600 },
  { press: 'Moin', afterMs: 0 },
  { press: 'Moin', afterMs: 150 },
  { press: 'Merge & close', afterMs: 0 },
  { press: 'Merge & close', afterMs: 150 },
  { press: 'Merge & close', afterMs: 500 },
];

interface Trouble {
  what: string;
  /** Gives what ends it. */
  begin(disk: SmallDisk): () => void;
}

const full: Trouble = {
  what: 'the disk is full',
  begin(disk) {
    disk.fill();
    return () => disk.free();
  },
};

const readOnly = (folder: string): Trouble => ({
  what: `${folder}/ cannot be written`,
  begin({ folder: root }) {
    const path = join(root, 'home', folder);
    mkdirSync(path, { recursive: true });
    const end = makeReadOnly(path);
    if (!end) throw new Error(`${path} could not be made read-only`);
    return end;
  },
});

export const TROUBLES = [full, ...['workspaces', 'repos', 'merge', 'runs'].map(readOnly)].flatMap((trouble) =>
  MOMENTS.map((moment) => ({ trouble, moment })),
);

const DISK_MEGABYTES = 48;
/** So long the trouble lasts. */
const LASTS_MS = 1_000;

/** Runs with one trouble each, in one bot. Undefined where nobody may mount here. */
export async function troubleDisks(
  chosen: typeof TROUBLES,
): Promise<{ tries: number; failures: string[] } | undefined> {
  const disk = mountDisk(DISK_MEGABYTES);
  if (!disk) return undefined;
  const failures: string[] = [];
  const world = await makeWorld({
    home: join(disk.folder, 'home'),
    ...GREETER,
  });
  try {
    for (const [at, one] of chosen.entries()) {
      const { trouble, moment } = one;
      const words = `${trouble.what} ${moment.afterMs} ms after ${moment.press}`;
      await journey(world, disk, `DISK-${at}`, one).catch((error: unknown) =>
        failures.push(`${words}: ${String(error).split('\n')[0]}`),
      );
    }
    await world.close().catch((error: unknown) => failures.push(String(error)));
  } finally {
    disk.free();
    disk.remove();
  }
  return { tries: chosen.length, failures };
}

async function journey(
  world: World,
  disk: SmallDisk,
  ticket: string,
  { trouble, moment }: (typeof TROUBLES)[number],
): Promise<void> {
  let lasting: Promise<void> | undefined;
  const befalls = async () => {
    await pause(moment.afterMs);
    const end = trouble.begin(disk);
    await pause(LASTS_MS);
    end();
  };
  await carryThrough(world, ticket, (label) => {
    if (label === moment.press) lasting ??= befalls();
  });
  await lasting;
  if (lasting === undefined) throw new Error('the moment did not come');
}
