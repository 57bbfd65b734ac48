/** Everything that is looked at, whoever asks. */
import type { Config } from '../../config.js';
import { scopesOfManifest } from '../../configuration/manifest.js';
import type { Probe } from '../../doctor/examine.js';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { examineDatabase } from '../../persistence/examine.js';
import { lookAtChannels, lookAtPeople, type Named } from '../../slack/doctor/people.js';
import { APPS, type BotSeen, compareScopes, meetBot, type ScopesAsked } from '../../slack/doctor/tokens.js';
import { agentProbes, repositoryProbes } from './hands.js';
import { examineDisk, examineGit, examineGithub } from './machine.js';
import { examineSetUp } from './set-up.js';

export interface Sights {
  config: Config;
  /** Where `.env` is read. */
  cwd: string;
  /** A folder of the doctor's own. */
  scratch: string;
  /** Whether a bot works on this home. */
  isRunning: boolean;
  signal: AbortSignal;
  /** How long an agent may take to answer. */
  patienceMs?: number | undefined;
  /** Tries what delivers events, once the bot token counts. */
  deliveries: (bot: { page: string; seen?: BotSeen }, signal: AbortSignal) => Promise<Finding[]>;
}

const MINUTE_MS = 60_000;

export function probesOf(sights: Sights): Probe[] {
  const { config, cwd, scratch, isRunning, signal, deliveries } = sights;
  const met = meetBot(config.slack, signal);
  // it is told by the probe that waits for it
  met.catch(() => undefined);
  const probe = (subject: Probe['subject'], name: string, limitMs: number, look: Probe['look']): Probe => ({
    subject,
    name,
    limitMs,
    look,
  });
  return [
    probe('setup', 'the set-up', 5_000, async () => examineSetUp(config, cwd, isRunning)),
    probe('slack', 'the tokens', 20_000, async () => {
      const { seen, findings } = await met;
      return seen ? [...findings, ...scopesIn(config, seen)] : findings;
    }),
    probe('slack', 'the delivery of events', 50_000, async (limit) => {
      const { seen } = await met;
      return deliveries(seen ? { page: seen.page, seen } : { page: APPS }, limit);
    }),
    probe('people', 'channels', MINUTE_MS, async () => {
      const { seen } = await met;
      return seen ? lookAtChannels(seen.asking, Object.keys(config.channels)) : [];
    }),
    probe('people', 'people and user groups', MINUTE_MS, async () => {
      const { seen } = await met;
      return seen ? lookAtPeople(seen.asking, namedIn(config)) : [];
    }),
    probe('git', 'git', 10_000, (limit) => examineGit(config, limit)),
    ...repositoryProbes(config, scratch),
    ...agentProbes(config, scratch, sights.patienceMs),
    probe('database', 'the database', MINUTE_MS, (limit) =>
      examineDatabase({ url: config.database.url, now: new Date(), isRunning, signal: limit }),
    ),
    probe('disk', 'the disk', 30_000, (limit) => examineDisk(config, limit)),
    probe('github', 'GitHub', 25_000, (limit) => examineGithub(config, limit)),
  ];
}

function scopesIn(config: Config, seen: BotSeen): Finding[] {
  let asked: ScopesAsked;
  try {
    asked = scopesOfManifest();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [findingsOn('slack').unproven('doctor_manifest_unread', { detail })];
  }
  return compareScopes(
    seen,
    asked,
    namedIn(config).some(({ id }) => id.startsWith('S')),
  );
}

/** People and groups of the configuration, each once. */
function namedIn({ access, guidance }: Config): Named[] {
  const places = new Map<string, string[]>();
  const note = (id: string, place: string) => {
    if (id !== 'everyone') places.set(id, [...(places.get(id) ?? []), place]);
  };
  for (const right of ['start', 'answer', 'merge', 'admins'] as const)
    for (const id of access[right]) note(id, `access.${right}`);
  if (guidance.escalateTo !== undefined) note(guidance.escalateTo, 'guidance.escalateTo');
  return [...places].map(([id, where]) => ({ id, places: where }));
}
