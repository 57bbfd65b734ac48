import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockFaults } from '../../../src/playground/server/block-checks.js';
import { draw } from '../../../src/slack/views/draw.js';
import { readPress } from '../../../src/slack/views/press.js';
import {
  BY,
  brief,
  card,
  change,
  DATE,
  guidance,
  hostileView,
  link,
  merge,
  notice,
  opens,
  question,
  result,
  summary,
} from '../sample-views.js';

type Json = Record<string, unknown>;

const RUNS = 100;

/** Every object in a value. */
function* objects(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const inner of Object.values(value)) yield* objects(inner);
}

const buttonsOf = (blocks: unknown) => [...objects(blocks)].filter((one) => one.type === 'button');
const labels = (blocks: unknown) => buttonsOf(blocks).map((one) => (one.text as Json).text);
const seen = (blocks: unknown) =>
  [...objects(blocks)]
    .filter((one) => one.type === 'mrkdwn' || one.type === 'plain_text')
    .map((one) => String(one.text))
    .join('\n');

/** Marks that we make ourselves. */
const OURS =
  /<@U0ANA>|<@U0BOB>|<!subteam\^S0ONCALL>|<!date\^\d+\^\{date_short_pretty\} (?:at )?\{time\}\|[\d :-]+ UTC>/gu;
/** What is alive in finished mrkdwn besides our own marks, at a line's start `>` quotes. */
const alive = (mrkdwn: string) =>
  mrkdwn
    .replace(OURS, '')
    .replace(/^>/gmu, '')
    .match(/[<>]|@(?:here|channel|everyone)\b/iu);

/** Slack's limits in numbers of this test's own. */
function faultsOf(blocks: Json[]): string[] {
  const faults: string[] = [];
  const check = (ok: boolean, what: string) => ok || faults.push(what);
  const length = (value: unknown) => String((value as Json | undefined)?.text ?? '').length;
  check(blocks.length >= 1 && blocks.length <= 50, `${blocks.length} blocks`);
  for (const block of blocks) {
    if (block.type === 'section') check(length(block.text) <= 3_000, 'section');
    if (block.type === 'header') check(length(block.text) <= 150, 'header');
    if (block.type === 'context') check((block.elements as Json[]).length <= 10, 'context elements');
    if (block.type === 'actions') {
      const ids = (block.elements as Json[]).map((one) => one.action_id);
      check(ids.length <= 25 && new Set(ids).size === ids.length, 'action ids');
      check(String(block.block_id).length <= 255, 'block_id');
    }
  }
  for (const one of objects(blocks)) {
    if (one.type === 'mrkdwn' || one.type === 'plain_text')
      check(String(one.text).trim().length >= 1, 'empty text');
    if (one.type === 'mrkdwn') check(one.verbatim === true, 'verbatim');
    if (one.type === 'mrkdwn') check(String(one.text).length <= 3_000, 'mrkdwn');
    if (one.type === 'button') {
      check(length(one.text) <= 75, 'label');
      check(one.url === undefined || String(one.url).length <= 3_000, 'url');
      check(String(one.value).length <= 2_000 && String(one.action_id).length <= 255, 'button ids');
    }
    if (one.type === 'checkboxes') check((one.options as Json[]).length <= 10, 'boxes');
    if (one.type === 'static_select' || one.type === 'multi_static_select' || one.type === 'checkboxes') {
      const options = one.options as Json[];
      check(options.length >= 1 && options.length <= 100, 'options');
      for (const option of options)
        check(length(option.text) <= 75 && String(option.value).length <= 75, 'option');
    }
    if (one.confirm && one.deny)
      check(
        length(one.title) <= 100 &&
          length(one.text) <= 300 &&
          length(one.confirm) <= 30 &&
          length(one.deny) <= 30,
        'confirm',
      );
  }
  const chars = [...objects(blocks)].reduce(
    (sum, one) => sum + (typeof one.text === 'string' ? one.text.length : 0),
    0,
  );
  check(chars <= 12_500, `${chars} characters`);
  return faults;
}

describe('whatever the words are', () => {
  test('every limit of Slack is kept', () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const { text, blocks } = draw(view);
        expect(faultsOf(blocks as unknown as Json[])).toEqual([]);
        expect(blockFaults(blocks, 'message')).toEqual([]);
        expect(text.trim().length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(4_000);
        expect(`${text}${JSON.stringify(blocks)}`).not.toMatch(/\\u[dD][89a-fA-F]|\p{Cs}/u);
      }),
      { numRuns: RUNS },
    );
  });

  test('the address behind a button is spelt so that nobody is mentioned', () => {
    const blocks = JSON.stringify(draw(opens('https://example.com/a?b=<!here>&c=d')).blocks);
    expect(blocks).toContain('"url":"https://example.com/a?b=%3C!here%3E&c=d"');
  });

  test('no mention and no link is alive but our own', () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const { text, blocks } = draw(view);
        expect(alive(text)).toBeNull();
        expect(text).not.toContain('://');
        for (const one of objects(blocks))
          if (one.type === 'mrkdwn') expect(alive(String(one.text))).toBeNull();
        expect(JSON.stringify(blocks)).not.toMatch(/<!(?:channel|here|everyone)|<@U0EVIL|<#C0EVIL/u);
      }),
      { numRuns: RUNS },
    );
  });

  test('the line below an origin has one link, and it leads to the card', () => {
    const view = link();
    const { text, blocks } = draw({ ...view, run: { ...view.run, ticket: 'A<B|>&`C' } });
    const alive = JSON.stringify(blocks).match(/<[^>]+>/gu);
    expect(alive).toHaveLength(1);
    expect(alive![0]).toMatch(/^<https:\/\/acme\.slack\.com\/archives\/C0DEV\/p1767258300000200\|A&lt;B/u);
    expect(text).not.toContain('://');
  });

  test('buttons and selects are read back', () => {
    const many = guidance({ options: Array.from({ length: 8 }, (_, at) => `option ${at}`) });
    const [select, write] = (draw(many).blocks.at(-2) as unknown as { elements: Json[] }).elements;
    const block_id = String((draw(many).blocks.at(-2) as { block_id?: string }).block_id);
    const picked = { action_id: String(select?.action_id), block_id, selected_option: { value: '6' } };
    expect(readPress(picked)).toEqual({ run: 'abc-12-k3f9q2', rev: 3, target: 'g1', option: 6 });
    expect(readPress({ action_id: 'write_answer', value: String(write?.value) })).toEqual({
      run: 'abc-12-k3f9q2',
      rev: 3,
      target: 'g1',
    });
    expect(readPress({ action_id: 'start', value: '{"run":7}' })).toBeUndefined();
    expect(readPress({ action_id: 'answer:choose', block_id, selected_option: null })).toBeUndefined();
  });
});

describe('a question', () => {
  test('up to five options are buttons, more are a select', () => {
    const options = (count: number) => Array.from({ length: count }, (_, at) => `option ${at + 1}`);
    expect(labels(draw(guidance({ options: options(5) })).blocks)).toHaveLength(6);
    const many = draw(guidance({ options: options(6) })).blocks;
    expect(labels(many)).toEqual(['Write an answer…']);
    expect(JSON.stringify(many)).toContain('Choose…');
  });

  test('a long option is cut on its button and whole on the card', () => {
    const long = '👩‍👩‍👧'.repeat(30);
    const { blocks } = draw(guidance({ options: [long] }));
    const label = String(labels(blocks)[0]);
    expect(label.length).toBeLessThanOrEqual(75);
    expect(label).toMatch(/^(?:👩‍👩‍👧)+…$/u);
    expect(seen(blocks)).toContain(`1. ${long}`);
  });

  test('asks the requester, and says that a reply works too', () => {
    const { text, blocks } = draw(question());
    expect(text).toContain('<@U0ANA>, a question about the *done criteria* of ABC-12:');
    expect(text).toContain('1. `npm test` passes');
    expect(text).toContain('Press a button, or reply in this thread with your own words.');
    expect(labels(blocks)).toEqual(['npm test passes', 'Write an answer…']);
    expect((blocks.find((block) => block.type === 'actions') as { block_id: string }).block_id).toMatch(
      /^question:q1:3\|/u,
    );
  });

  test('answered, it has no buttons and names who, what and when', () => {
    const { text, blocks } = draw(question({ answer: { text: 'run `make`', decision: BY } }));
    expect(buttonsOf(blocks)).toEqual([]);
    expect(text).toContain(`Answered by <@U0BOB> · ${DATE}\n>run \`make\``);
    expect(text).not.toContain('reply in this thread');
  });
});

describe('a guidance request', () => {
  test('quotes the agent', () => {
    const { blocks, text } = draw(guidance({ question: 'Delete <everything>?\nReally?', context: 'a & b' }));
    const first = String((blocks[0] as { text?: { text: string } }).text?.text);
    expect(first).toBe(
      '<@U0ANA>, the agent `claude` asks for ABC-12:\n>Delete &lt;everything&gt;?\n>Really?',
    );
    expect(text.startsWith('<@U0ANA>, the agent `claude` asks for ABC-12:')).toBe(true);
    expect(seen(blocks)).toContain('>a &amp; b');
  });

  test('asks in the agent’s place when it ended without a word', () => {
    const { text } = draw(guidance({ question: '', options: [], via: { kind: 'prompt' } }));
    expect(text).toContain('ended twice without saying that ABC-12 is done.');
    expect(text).toContain('Reply in this thread, or press `Write an answer…`.');
  });

  test('withdrawn, it says so', () => {
    expect(draw(guidance({ state: 'withdrawn' })).text).toContain('Withdrawn: the agent no longer waits');
  });
});

describe('the brief', () => {
  test('is whole, with its buttons', () => {
    const { blocks, text } = draw(brief());
    for (const words of [
      'Greet people by name',
      'src/greet.ts',
      'none',
      'default',
      '`npm test` (configured)',
    ])
      expect(text).toContain(words);
    expect(labels(blocks)).toEqual(['Start run', 'Edit brief', 'Cancel']);
    expect(seen(blocks)).toContain('Nothing is made before that.');
  });

  test('marks new commands and accepted unclear fields', () => {
    const view = brief();
    view.brief.checks = [{ repo: 'api', command: 'echo hi', argv: ['echo', 'hi'], source: 'new' }];
    view.brief.unclear = ['scope'];
    const { text } = draw(view);
    expect(text).toContain('`echo hi` (*new command*)');
    expect(text).toContain('`Start run` needs the right to merge');
    expect(text).toContain('*Scope* · *accepted unclear*');
  });

  test('started, it names who', () => {
    const { text, blocks } = draw(brief({ actions: [], startedBy: BY }));
    expect(text).toContain(`Started by <@U0BOB> · ${DATE}`);
    expect(buttonsOf(blocks)).toEqual([]);
  });
});

describe('the card', () => {
  test('shows state, place, repositories, bases and agent', () => {
    const { text, blocks } = draw(card());
    expect((blocks[0] as { text: { text: string } }).text.text).toBe('ABC-12 · running');
    expect(text).toContain('Run abc-12-k3f9q2 of ticket ABC-12 is `running`.');
    expect(text).toContain('*Repositories:* `api` from `main`, `web`');
    expect(text).toContain('The agent `claude` works.');
    expect(labels(blocks)).toEqual(['Stop']);
  });

  test('says for whom and what it waits', () => {
    const waiting = card({
      status: 'awaiting_guidance',
      activity: 'waiting',
      waitingFor: { user: 'U0ANA', request: guidance().request },
    });
    const { text } = draw(waiting);
    expect(text).toContain('The agent `claude` waits for an answer by <@U0ANA>');
    expect(text).not.toContain('Which database?');
  });

  test('failed: what happened, what to do, and the program’s words', () => {
    const trouble = { code: 'setup_failed', at: BY.at, repo: 'api', detail: 'npm ```ERR! <!channel>' };
    const { blocks } = draw(card({ status: 'failed', activity: 'failed', trouble }));
    expect(seen(blocks)).toContain('A setup command of api failed. Mend it, then press `Restart`.');
    expect(seen(blocks)).toContain('```\nnpm `\u2060`\u2060`ERR! &lt;\u2060!channel&gt;\n```');
  });
});

describe('the summary', () => {
  test('puts what changes the checks first among the open risks', () => {
    const evidence = {
      ...summary().evidence,
      changes: [change({ leftovers: ['x.txt'], checkDefinitions: ['package.json'], forbidden: ['.env'] })],
    };
    const { text } = draw(summary({ evidence }));
    expect(text).toContain(
      '*Open risks*\n• `api` changes what a check runs: `package.json`\n• `api` holds files that must not be merged: `.env`\n• `api` holds files that the agent left uncommitted and I committed: `x.txt`',
    );
    expect(text.indexOf('Open risks')).toBeLessThan(text.indexOf('*Changes*'));
  });

  test('shows changes, checks and how to decide', () => {
    const { text, blocks } = draw(
      summary({ startedAt: '2026-01-01T09:00:00Z', readyAt: '2026-01-01T09:05:09Z' }),
    );
    expect(
      text.startsWith('<@U0ANA>, ticket ABC-12 is merge-ready: 1 commit in 1 repository, 1 check passed.'),
    ).toBe(true);
    expect(text).toContain('• `api` into `main`: 2 files, +10 −3, 1 commit\n   `abcdef01` Greet people');
    expect(text).toContain(':white_check_mark: `npm test` in `api` passed in 12 s on `abcdef01`.');
    expect(text).toContain('5 min 9 s from start to merge-ready');
    expect((blocks[0] as { text: { text: string } }).text.text).toBe('Merge-ready: ABC-12');
    expect(labels(blocks)).toEqual(['Merge & close', 'Request changes']);
  });

  test('loses commits before it loses anything else', () => {
    const commits = Array.from({ length: 200 }, (_, at) => ({
      id: `${at}`.padStart(40, 'f'),
      subject: 'work '.repeat(30),
    }));
    const evidence = {
      ...summary().evidence,
      changes: Array.from({ length: 6 }, (_, at) => change({ name: `repo${at}`, commits })),
    };
    const { blocks } = draw(
      summary({
        evidence,
        guidance: [{ ...guidance().request, answer: { text: 'SQLite', decision: BY }, state: 'answered' }],
      }),
    );
    expect(seen(blocks)).toContain('… and 195 more commits');
    expect(seen(blocks)).toContain('`claude` asked “Which database?”: SQLite (<@U0BOB>');
  });

  test('after a refusal says gate, repository and what to do, and offers Retry after a partial merge', () => {
    const refusal = { code: 'push_refused', at: BY.at, repo: 'web', detail: 'remote: no', gate: 0 };
    const merges = [merge(), merge({ name: 'web', state: 'refused', detail: 'remote: no' })];
    const { text, blocks } = draw(
      summary({ refusal, merges, actions: [{ do: 'merge', retry: true }, { do: 'request_changes' }] }),
    );
    expect(text).toContain('*Not merged* in repository `web`. The remote of web refused the push.');
    expect(text).toContain('• `api`: merged into `main` at `12345678`');
    expect(text).toContain('• `web`: *not merged* into `main`: remote: no');
    expect(labels(blocks)).toEqual(['Retry', 'Request changes']);
    const gated = draw(summary({ refusal: { code: 'gate_conflict', at: BY.at, repo: 'api', gate: 6 } })).text;
    expect(gated).toContain('*Not merged* at gate 6 in repository `api`. The base of api has moved');
  });

  test('decided, it names who and has no buttons', () => {
    const { text, blocks } = draw(summary({ actions: [], decided: { what: 'request_changes', by: BY } }));
    expect(text).toContain(`Changes requested by <@U0BOB> · ${DATE}`);
    expect(buttonsOf(blocks)).toEqual([]);
  });
});

describe('notices', () => {
  test('remind the requester and escalate to the group', () => {
    const { request } = guidance();
    expect(draw(notice('reminder', { request })).text).toContain(
      '<@U0ANA>, a reminder: the agent `claude` has waited',
    );
    expect(draw(notice('escalation', { request, escalateTo: 'S0ONCALL' })).text).toContain(
      '<!subteam^S0ONCALL>, nobody has answered the agent `claude`',
    );
  });

  test('show the ends of failed checks', () => {
    const evidence = {
      attempt: 3,
      at: BY.at,
      passed: false,
      changes: [],
      results: [result({ exitCode: 1, output: 'boom' }), result()],
    };
    const { text } = draw(notice('check_failed', { evidence }));
    expect(text).toContain('1 of 2 checks passed.');
    expect(text).toContain(
      ':x: `npm test` in `api` failed with exit code 1 after 12 s on `abcdef01`.\n```\nboom\n```',
    );
  });

  test('say which file was not accepted, and why', () => {
    const trouble = { code: 'guidance-request.json', at: BY.at, detail: 'question is missing' };
    const { text } = draw(
      notice('rejected_file', { notice: { id: 'n1', kind: 'rejected_file', at: BY.at, trouble } }),
    );
    expect(text).toContain('`guidance-request.json`');
    expect(text).toContain('>question is missing');
  });

  test('name every repository that cannot be used', () => {
    const trouble = { code: 'base_missing', at: BY.at, repo: 'api', detail: 'develop' };
    const more = [{ code: 'repository_missing', at: BY.at, repo: 'web' }];
    const { text } = draw(
      notice('closed', { notice: { id: 'n1', kind: 'closed', at: BY.at, trouble, more } }),
    );
    expect(text).toContain('The repository api has no branch develop.');
    expect(text).toContain('The repository web was not found.');
  });

  test('and card say at the end what is merged and what is lost, earlier iterations included', () => {
    const refused = merge({ name: 'web', state: 'refused' });
    const ways = [
      { merges: [merge(), refused] },
      { landed: [merge()], merges: [] },
      { landed: [merge()], merges: [refused] },
    ];
    for (const way of ways) {
      const closed = { status: 'closed', activity: 'closed', outcome: 'merged', ...way } as const;
      expect(seen(draw(card(closed)).blocks)).toContain(
        'Closed; merged in part. What was not merged is discarded.',
      );
      const { text } = draw(notice('closed', { outcome: 'merged', ...way }));
      expect(text).toContain('is closed; it is merged in part. What was not merged is discarded.');
      expect(text).toMatch(/`api`.*12345678/u);
      const kept = draw(notice('closed', { outcome: 'merged', kept: true, ...way })).text;
      expect(kept).toContain('What was not merged is kept in the workspace.');
    }
    const all = draw(notice('closed', { outcome: 'merged', landed: [merge()], merges: [merge()] })).text;
    expect(all).toContain('is merged and closed. The workspace is removed.');
  });
});
