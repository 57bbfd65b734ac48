/** Forms and the App Home: what views.* take. */
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type Answer, call, codeOf, placesOf } from './calls.js';
import { fact, facts } from './facts.js';
import { socketReceiver } from './receivers.js';
import { form, input, many, modal, mrkdwn, plain, section, x } from './samples.js';

const MODALS = 'surfaces/modals';
const HOME = 'surfaces/app-home';

let slack: SlackServer;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack();
  ana = slack.person('ana');
});
afterEach(() => slack.close());

const open = (view: Json): Promise<Answer> =>
  call(slack, 'views.open', { trigger_id: slack.triggerOf(ana), view });
const push = (view: Json = modal()): Promise<Answer> =>
  call(slack, 'views.push', { trigger_id: slack.triggerOf(ana), view });
const publish = (extra: Json = {}): Promise<Answer> =>
  call(slack, 'views.publish', { user_id: ana.id, view: { type: 'home', blocks: [section()] }, ...extra });
const idOf = ({ view }: Answer): string => String((view as Json).id);

describe('forms', () => {
  facts(
    'are refused beyond their limits',
    MODALS,
    [
      ['title 24', 24, (n: number) => modal({ title: plain(x(n)) }), '/view/title/text'],
      ['submit 24', 24, (n: number) => modal({ submit: plain(x(n)) }), '/view/submit/text'],
      ['close 24', 24, (n: number) => modal({ close: plain(x(n)) }), '/view/close/text'],
      ['blocks 100', 100, (n: number) => modal({ blocks: many(n, () => section()) }), '/view/blocks'],
      [
        'private_metadata 3,000',
        3000,
        (n: number) => modal({ private_metadata: x(n) }),
        '/view/private_metadata',
      ],
      ['callback_id 255', 255, (n: number) => modal({ callback_id: x(n) }), '/view/callback_id'],
      ['external_id 255', 255, (n: number) => modal({ external_id: x(n) }), '/view/external_id'],
    ] satisfies [string, number, (n: number) => Json, string][],
    async (_, most, make, place) => {
      expect(await codeOf(open(make(most)))).toBe('ok');
      const beyond = await open(make(most + 1));
      expect(beyond.error).toBe('invalid_arguments');
      expect(placesOf(beyond)).toEqual([place]);
    },
  );

  facts(
    'need what Slack asks for',
    'reference/views',
    [
      ['a title', { type: 'modal', blocks: [section()] }],
      ['blocks', { type: 'modal', title: plain('t') }],
      ['a title in plain text', modal({ title: mrkdwn('t') })],
      ['a known type', modal({ type: 'dialog' })],
      ['no properties that do not exist', modal({ colour: 'red' })],
      ['one element with focus at most', form({ blocks: ['a', 'b'].map((id) => focused(id)) })],
    ],
    async (_, view) => expect(await codeOf(open(view))).toBe('invalid_arguments'),
  );

  fact(
    'with an input block need a submit text',
    'reference/views',
    async () => {
      expect(await codeOf(open(form()))).toBe('ok');
      expect(await codeOf(open(modal({ blocks: [input()] })))).toBe('invalid_arguments');
    },
    'in the SDK',
  );

  fact('may weigh 250 KB: view_too_large', 'reference/methods/views.open', async () => {
    expect(await codeOf(open(modal({ blocks: many(100, () => section({ text: plain(x(3000)) })) })))).toBe(
      'view_too_large',
    );
  });

  fact('stand three deep, then push_limit_reached', 'reference/methods/views.push', async () => {
    await open(modal());
    expect([await codeOf(push()), await codeOf(push()), await codeOf(push())]).toEqual([
      'ok',
      'ok',
      'push_limit_reached',
    ]);
  });

  fact('are pushed onto a form only: not_found', 'reference/methods/views.push', async () => {
    expect(await codeOf(push())).toBe('not_found');
  });

  fact(
    'have an external_id of their own: duplicate_external_id',
    'reference/methods/views.open',
    async () => {
      await open(modal({ external_id: 'run-1' }));
      expect(await codeOf(push(modal({ external_id: 'run-1' })))).toBe('duplicate_external_id');
    },
  );

  fact(
    'are updated by id or external_id; others are not_found',
    'reference/methods/views.update',
    async () => {
      const view_id = idOf(await open(modal({ external_id: 'run-1' })));
      const update = (args: Json) => codeOf(call(slack, 'views.update', { view: modal(), ...args }));
      expect(await update({ external_id: 'run-1' })).toBe('ok');
      expect(await update({ view_id })).toBe('ok');
      expect(await update({ view_id: 'V0' })).toBe('not_found');
      expect(await update({})).toBe('invalid_arguments');
    },
  );

  fact('a stale hash is refused: hash_conflict', 'reference/methods/views.update', async () => {
    const first = await open(modal());
    const { hash } = first.view as Json;
    const update = () => codeOf(call(slack, 'views.update', { view_id: idOf(first), hash, view: modal() }));
    expect([await update(), await update()]).toEqual(['ok', 'hash_conflict']);
  });

  fact('are seen by one person only', MODALS, async () => {
    await open(modal());
    expect(ana.openView()).toBeDefined();
    expect(slack.person('ben').openView()).toBeUndefined();
  });
});

function focused(id: string): Json {
  return input({ type: 'plain_text_input', action_id: id, focus_on_load: true }, { block_id: id });
}

describe('the App Home', () => {
  fact('is published for one person and replaced as a whole', 'reference/methods/views.publish', async () => {
    await publish();
    await publish({ view: { type: 'home', blocks: [section({ text: plain('second') })] } });
    expect(slack.visibleText(await ana.home())).toBe('second');
    expect(slack.store.home(slack.person('ben').id)).toBeUndefined();
  });

  fact('holds 100 blocks', HOME, async () => {
    const home = (n: number) => publish({ view: { type: 'home', blocks: many(n, () => section()) } });
    expect(await codeOf(home(100))).toBe('ok');
    expect(await codeOf(home(101))).toBe('invalid_arguments');
  });

  fact('takes no title and is no form', 'reference/views', async () => {
    const view = { type: 'home', title: plain('t'), blocks: [] };
    expect(await codeOf(publish({ view }))).toBe('invalid_arguments');
    expect(await codeOf(publish({ view: modal() }))).toBe('invalid_arguments');
  });

  fact('keeps a hash: hash_conflict', 'reference/methods/views.publish', async () => {
    const { hash } = (await publish()).view as Json;
    expect([await codeOf(publish({ hash })), await codeOf(publish({ hash }))]).toEqual([
      'ok',
      'hash_conflict',
    ]);
  });

  fact('tells the app when it is opened, and which tab', 'reference/events/app_home_opened', async () => {
    const app = await socketReceiver(slack);
    await ana.opensHome();
    await ana.opensHome('messages');
    await slack.settled();
    expect(app.bodies('events_api').map((body) => body.event)).toMatchObject([
      { type: 'app_home_opened', user: ana.id, tab: 'home' },
      { type: 'app_home_opened', user: ana.id, tab: 'messages', channel: ana.dm().id },
    ]);
  });
});
