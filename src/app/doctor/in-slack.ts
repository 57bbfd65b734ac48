/** `/metawsm doctor`: the same from inside of the running bot, whose own connection is tried. */
import type { Config } from '../../config.js';
import { examine } from '../../doctor/examine.js';
import { type Finding, findingsOn, type Subject } from '../../doctor/finding.js';
import type { Health, Finding as HealthFinding } from '../../health.js';
import type { Echo } from '../../slack/doctor/echo.js';
import { tryEvents } from '../../slack/doctor/events.js';
import { tryAppToken } from '../../slack/doctor/tokens.js';
import { withScratch } from './hands.js';
import { probesOf, type Sights } from './probes.js';

/** The bot's own connection to Slack. */
export interface Line {
  echo: Echo;
  /** Of Socket Mode: how many are open, of how many. */
  sockets(): { open: number; wanted: number } | undefined;
  /** Of HTTP mode. */
  port(): number | undefined;
}

export interface Doctor {
  /** Looks at everything for somebody, or waits for the look that is under way. */
  look(asker: string): Promise<Finding[]>;
  /** Breaks off what is under way. */
  end(): Promise<void>;
}

const WHERE: Record<HealthFinding['subject'], Subject> = {
  database: 'database',
  slack: 'slack',
  outbox: 'slack',
  agents: 'agents',
  runs: 'database',
};

export function doctorInSlack(
  config: Config,
  line: Line,
  health: Pick<Health, 'look'>,
  patienceMs?: number,
): Doctor {
  const over = new AbortController();
  let running: Promise<Finding[]> | undefined;
  const examineAll = (asker: string) =>
    withScratch(async (scratch) => {
      const { signal } = over;
      const deliveries: Sights['deliveries'] = (bot, limit) =>
        tryLine(config, line, bot, { asker, patienceMs }, limit);
      const sights = { config, cwd: process.cwd(), scratch, isRunning: true, signal, deliveries };
      const [found, troubles] = await Promise.all([examine(probesOf(sights), signal), health.look()]);
      return [...found, ...troubles.flatMap(troubleOf)];
    });
  return {
    look(asker) {
      running ??= examineAll(asker).finally(() => {
        running = undefined;
      });
      return running;
    },
    async end() {
      over.abort(new Error('the bot ends'));
      await running?.catch(() => undefined);
    },
  };
}

function troubleOf(one: HealthFinding): Finding[] {
  return one.ok ? [] : [findingsOn(WHERE[one.subject]).fault(one.code, one.fill)];
}

async function tryLine(
  config: Config,
  line: Line,
  { page, seen }: Parameters<Sights['deliveries']>[0],
  { asker, patienceMs }: { asker: string; patienceMs: number | undefined },
  signal: AbortSignal,
): Promise<Finding[]> {
  const events = seen
    ? await tryEvents({
        web: seen.asking.web,
        echo: line.echo,
        to: asker,
        page,
        signal,
        ...(patienceMs === undefined ? {} : { limitMs: patienceMs }),
      })
    : [];
  const token = config.slack.appToken === undefined ? [] : [await tryAppToken(config.slack, signal)];
  return [...token, connectionOf(line, page), ...events];
}

function connectionOf(line: Line, page: string): Finding {
  const { well, note, fault } = findingsOn('slack');
  const sockets = line.sockets();
  if (!sockets) return well('doctor_http_listening', { detail: String(line.port() ?? '?') });
  const detail = `${sockets.open} of ${sockets.wanted}`;
  if (sockets.open === 0) return fault('doctor_sockets_none', { name: page });
  return sockets.open < sockets.wanted
    ? note('doctor_sockets_few', { detail })
    : well('doctor_sockets', { detail });
}
