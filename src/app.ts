/** The one place where parts are joined. */
import { withoutSecrets } from './app/agent-words.js';
import { hideCopiedSecrets } from './app/copied-secrets.js';
import { budgetOf } from './app/disk.js';
import { doctorInSlack } from './app/doctor/in-slack.js';
import { healthOf } from './app/health.js';
import { planning } from './app/plan.js';
import { setAside } from './app/set-aside.js';
import { joinSlack } from './app/slack.js';
import { joinStages } from './app/stages.js';
import { TakingUp } from './app/taking-up.js';
import type { Tempo } from './app/tempo.js';
import type { Config } from './config.js';
import { Admission } from './engine/admission.js';
import { Door, type DoorOptions } from './engine/deliver.js';
import { Lanes } from './engine/lanes.js';
import { Look } from './engine/look.js';
import { Places } from './engine/places.js';
import type { StoredRun, UnitOfWork } from './engine/ports.js';
import { similarIn } from './engine/similar.js';
import { Timers } from './engine/timers.js';
import type { Log } from './logging.js';
import { openStore } from './persistence/store.js';
import type { Redactor } from './redact.js';
import type { RunContext, RunSettings } from './run/context.js';
import { endLeftGit } from './shell/git.js';

export interface AppOptions {
  config: Config;
  redact: Redactor;
  log: Log;
  tempo?: Tempo;
  /** Ends the waiting for Slack at the start. */
  signal?: AbortSignal;
}

export interface RunningApp {
  /** The port of HTTP mode. */
  port(): number | undefined;
  /** Takes nothing new, brings to an end what is under way; agents go on. */
  stop(): Promise<void>;
}

/** More people who wait at the same moment are a crowd, for which other work waits. */
const SERVED_AT_ONCE = 2;
const SWEEP_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;

/** Opens the database, takes up what was left, connects to Slack. Throws `AlreadyRunning`, `TokenRefused`. */
export async function startApp({ config, redact, log, tempo = {}, signal }: AppOptions): Promise<RunningApp> {
  await hideCopiedSecrets(config, redact, log);
  const { unit, close } = await openStore({ url: config.database.url, home: config.home });
  const now = () => new Date().toISOString();
  const onBroken = (what: object | undefined, error: unknown) =>
    log.error('a defect: this work is not done', { ...what, err: error });

  let moved: DoorOptions['onCommitted'] = () => undefined;
  let homesMoved = () => {};
  let unacknowledged = () => 0;
  let linkTo: Parameters<typeof joinStages>[0]['messageLink'] = () => undefined;
  const settings = settingsOf(config, tempo);
  const onUnreadable = (run: StoredRun) => aside.leave(run);
  const door = new Door({
    unit,
    access: config.access,
    settings,
    now,
    onCommitted: (run, lanes) => moved(run, lanes),
    onUnreadable,
  });
  const stages = joinStages({
    config,
    redact,
    log,
    now,
    deliver: (runId, event, key) => door.deliver(runId, withoutSecrets(event, redact), key),
    personName: async (user) => (await unit.read.person(user))?.name || user,
    messageLink: (place) => linkTo(place),
    findSimilar: similarIn(unit.read, redact, (error) => onBroken({ what: 'similar runs' }, error)),
    threadText: (run, signal) => slack.threadText(run, signal),
    othersWait: () => unacknowledged() > 0,
    hasRoom: (bytes) => budget.hasRoom(bytes),
    poolChanged: () => budget.poolChanged(),
    ...(tempo.progressMs === undefined ? {} : { progressMs: tempo.progressMs }),
  });
  const plans = planning({ merge: stages.mergeOptions, unit, access: config.access });
  const { preview } = stages.previews;
  const slack = joinSlack({
    config,
    unit,
    redact,
    log,
    now,
    tempo,
    plan: plans.plan,
    preview,
    disk: () => ({ use: budget.use(), workspaces: budget.workspaces() }),
    healthOf: (isConnected) => healthOf(config.home, unit, isConnected, aside.ids),
    doctorOf: (line, health) => doctorInSlack(config, line, health, tempo.doctorMs),
  });
  const aside = setAside({ unit, draw: slack.handlers['slack.update'], log, now });
  const handlers = { ...stages.handlers, ...slack.handlers };
  const admission = new Admission({ isCrowded: () => unacknowledged() > SERVED_AT_ONCE });
  const lanes = new Lanes({ unit, door, handlers, now, admission, onBroken, onUnreadable });
  const timers = new Timers({ unit, door, now, onBroken });
  const budget = budgetOf(config, unit, log, stages.pool, () => places.poke());
  const places = new Places({
    unit,
    door,
    agents: config.limits.agents,
    disk: budget.use,
    now,
    onBroken: (error) => onBroken({ what: 'places' }, error),
  });
  /** What an agent has left in one run keeps nobody from the others. */
  const follow = (run: RunContext) => {
    try {
      stages.follow(run);
    } catch (error) {
      onBroken({ run: run.id, what: 'following a run' }, error);
    }
  };
  const takingUp = new TakingUp({
    unit,
    follow,
    leave: onUnreadable,
    onBroken: (error) => onBroken({ what: 'looking at runs in their intake' }, error),
  });
  moved = (run, news) => {
    lanes.moved(run, news);
    log.run(run.id).info('moved', { status: run.status, version: run.version });
    follow(run.snapshot.context);
    places.moved(run);
    budget.moved(run);
    timers.poke();
    homesMoved();
  };

  const trim = () =>
    trimmed(unit, config.events.keepMs).catch((error: unknown) =>
      log.warn('old deliveries and events could not be trimmed', { err: error }),
    );
  const trimming = setInterval(trim, DAY_MS);
  /** What no move has told of, such as a row that a person has mended, is found all the same. */
  const sweep = async () => {
    for (const id of await unit.read.runsWithOpenEffects()) lanes.poke(id);
  };
  const sweeping = setInterval(
    () => void sweep().catch((error: unknown) => onBroken({ what: 'open effects' }, error)),
    SWEEP_MS,
  );
  const stopWork = async () => {
    clearInterval(trimming);
    clearInterval(sweeping);
    await takingUp.stop();
    await aside.stop();
    await places.stop();
    await Promise.all([budget.stop(), stages.pool.stop()]);
    await lanes.drain(tempo.drainMs ?? 10_000);
    await timers.stop();
    await stages.close();
    await close();
  };
  try {
    await trim();
    await endLeftGit(config.home);
    await stages.clearInterviews();
    await takingUp.begin();
    await timers.begin();
    await places.begin();
    void budget.measure();
    await sweep();
    timers.poke();
    const ears = await slack.connect(door, lookOf(config, unit), signal ?? new AbortController().signal);
    homesMoved = ears.moved;
    unacknowledged = ears.unacknowledged;
    linkTo = ears.linkTo;
    takingUp.beginLater();
    stages.pool.begin();
    log.info('metawsm is connected to Slack', { port: ears.port() });
    return {
      port: ears.port,
      async stop() {
        stages.previews.end();
        plans.end();
        await ears.stop();
        await stopWork();
      },
    };
  } catch (error) {
    await stopWork();
    throw error;
  }
}

/** Drops what is kept for a time only. */
async function trimmed(unit: UnitOfWork, keepEventsMs: number | undefined): Promise<void> {
  const before = (ms: number) => new Date(Date.now() - ms).toISOString();
  await unit.write((tx) => tx.trimInbox(before(WEEK_MS)));
  if (keepEventsMs !== undefined) await unit.write((tx) => tx.trimJournal(before(keepEventsMs)));
}

function lookOf(config: Config, unit: ConstructorParameters<typeof Look>[0]): Look {
  return new Look(unit, config.access, {
    repos: config.repos.map((repo) => repo.name),
    agents: config.agents.map((agent) => agent.name),
    defaultAgent: config.defaultAgent,
    channels: config.channels,
    github: config.github.site,
  });
}

function settingsOf({ guidance, checks, limits, intake }: Config, tempo: Tempo): RunSettings {
  return {
    remindAfterMs: guidance.remindAfterMs,
    escalateAfterMs: guidance.escalateAfterMs,
    ...(guidance.escalateTo === undefined ? {} : { escalateTo: guidance.escalateTo }),
    checkAttempts: checks.attempts,
    startTimeMs: limits.startTimeMs,
    runTimeMs: limits.runTimeMs,
    silenceMs: limits.silenceMs,
    lapseAfterMs: WEEK_MS,
    ...(intake.interviewer === undefined ? {} : { interviewer: intake.interviewer }),
    endTimeMs: tempo.agentEndMs ?? 30_000,
    ...(tempo.limitMarginMs === undefined ? {} : { limitMarginMs: tempo.limitMarginMs }),
  };
}
