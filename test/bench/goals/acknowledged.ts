import type { Goal, How, Measured } from '../goal.js';
import { openLoop } from '../load.js';
import { type Series, times } from '../series.js';
import { type Name, type Subject, startSubject, type Wanted } from '../subject.js';
import { inTurns } from '../turns.js';

const PER_SECOND = 50;
const LINE = '/metawsm status';

export const acknowledged: Goal = {
  id: 'P1',
  wants: 'durable acknowledgement: p50 ≤ 3 × bare Bolt, p95 ≤ 4 ×',
  async measure(how) {
    const over = (name: Name, overHttp: boolean) => ({ name, overHttp });
    const subjects = [
      ...[over('bare Bolt', false), over('Bolt with the ORM', false), over('metawsm', false)],
      ...[over('bare Bolt', true), over('metawsm', true)],
    ];
    const found = await side(how, subjects, (one, seconds) => {
      const [ana, dev] = [one.slack.person('ana'), one.slack.channel('dev')];
      return openLoop({ perSecond: PER_SECOND, seconds }, () => ana.types(LINE, { in: dev }));
    });
    const [bare, orm, ours, bareByHttp, oursByHttp] = found as [Series, Series, Series, Series, Series];
    return [
      durable('a command by Socket Mode', bare, ours),
      durable('a command by HTTP', bareByHttp, oursByHttp),
      {
        what: 'the same beside Bolt that stores a row by the same ORM',
        unit: 'ms',
        floor: { name: 'Bolt with the ORM', series: orm },
        metawsm: ours,
        figure: `p50 ${times(ours, orm).toFixed(2)} ×`,
      },
    ];
  },
};

function durable(what: string, bare: Series, ours: Series): Measured {
  const [p50, p95] = [times(ours, bare), times(ours, bare, 0.95)];
  return {
    what: `${what}, ${PER_SECOND} a second, stored before it is acknowledged`,
    unit: 'ms',
    floor: { name: 'bare Bolt', series: bare },
    metawsm: ours,
    figure: `p50 ${p50.toFixed(2)} ×, p95 ${p95.toFixed(2)} ×`,
    share: Math.max(p50 / 3, p95 / 4),
    holds: p50 <= 3 && p95 <= 4,
  };
}

export const replied: Goal = {
  id: 'P14',
  wants: 'first visible reply to a command: p50 ≤ 2 × Bolt with the same ORM',
  async measure(how): Promise<Measured[]> {
    const found = await side(how, [{ name: 'Bolt with the ORM' }, { name: 'metawsm' }], (one, seconds) => {
      const [ana, dev] = [one.slack.person('ana'), one.slack.channel('dev')];
      return openLoop({ perSecond: 10, seconds }, async () => {
        const before = answers(one);
        // Slack shows at once what comes with the acknowledgement.
        if ((await ana.types(LINE, { in: dev })) !== '') return;
        await one.slack.waitFor(() => answers(one) > before, 'a reply');
      });
    });
    const [orm, ours] = found as [Series, Series];
    const p50 = times(ours, orm);
    return [
      {
        what: 'a command at 10 a second, until its reply can be read',
        unit: 'ms',
        floor: { name: 'Bolt with the ORM', series: orm },
        metawsm: ours,
        figure: `p50 ${p50.toFixed(2)} ×`,
        share: p50 / 2,
        holds: p50 <= 2,
      },
    ];
  },
};

const answers = ({ slack }: Subject): number => slack.callsOf('response_url').length;

/** Each subject in turn, round after round, after a warm-up; all figures of a subject in one series. */
async function side(
  how: How,
  wanted: readonly Omit<Wanted, 'root'>[],
  load: (one: Subject, seconds: number) => Promise<number[]>,
): Promise<Series[]> {
  const subjects: Subject[] = [];
  try {
    for (const one of wanted) subjects.push(await startSubject({ ...one, root: how.root }));
    for (const one of subjects) await load(one, 2);
    return await inTurns(
      how,
      subjects.map((one) => () => load(one, how.quick ? 3 : 8)),
    );
  } finally {
    for (const one of subjects) await one.stop();
  }
}
