/** Whoever moves a run is named, with the time, in a message that everybody reads anew. */
import { describe, expect, test } from '@jest/globals';
import type { PersonEventType } from '../../../src/run/events.js';
import { draw } from '../../../src/slack/views/draw.js';
import { outcomeOf } from '../../run/table/generate.js';
import { CARRIES, GESTURES } from '../../run/table/gestures.js';
import { SAMPLE_NAMES, type SampleName, sample } from '../../run/table/samples.js';

/** A note is the agent's, and the card counts it until it is told; a file is for one person, and moves nothing. */
const UNNAMED: readonly PersonEventType[] = ['tell', 'show_log', 'show_diff'];
const AT = '2026-01-02T10:00:00.000Z';
const DATE = `<!date^${Date.parse(AT) / 1_000}^`;

const readAnew = (name: SampleName, type: PersonEventType): string => {
  const walk = sample(name);
  walk.does(type, { actor: 'U0ZED', ...CARRIES[type](walk.run), at: AT });
  return walk.decided.effects
    .flatMap((effect) =>
      effect.kind === 'slack.post' || effect.kind === 'slack.update'
        ? JSON.stringify(draw(walk.views.get(effect.params.ref)!).blocks)
        : [],
    )
    .join('\n');
};

const cases = SAMPLE_NAMES.flatMap((name) =>
  GESTURES.filter((type) => !UNNAMED.includes(type) && outcomeOf(name, type).applied).map(
    (type) => [name, type] as const,
  ),
);

describe('who decided, and when', () => {
  test.each(cases)('%s: %s', (name, type) => {
    const read = readAnew(name, type);
    expect(read).toContain('<@U0ZED>');
    expect(read).toContain(DATE);
  });
});
