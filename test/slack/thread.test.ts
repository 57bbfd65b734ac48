/** A thread as it is read, and as the agent gets it. */
import { expect, test } from '@jest/globals';
import { type ThreadOptions, threadReader } from '../../src/slack/thread.js';
import { threadFile } from '../../src/slack/thread-file.js';

const ROOT = { channel: 'C1', ts: '1700000000.000001' };
const { signal } = new AbortController();

interface Message {
  ts: string;
  user?: string;
  text?: string;
  bot_id?: string;
}

/** Slack's answers: the root stands on every page. */
function slackWith(replies: Message[], root: Message) {
  const asked: object[] = [];
  const reads = {
    conversations: {
      replies: async (call: { cursor?: string; limit: number }) => {
        asked.push(call);
        const from = Number(call.cursor ?? 0);
        const next = from + call.limit < replies.length ? String(from + call.limit) : '';
        const messages = [root, ...replies.slice(from, from + call.limit)];
        return { ok: true, messages, response_metadata: { next_cursor: next } };
      },
    },
    users: {
      info: async ({ user }: { user: string }) => {
        if (user !== 'U2') throw new Error('user_not_found');
        return { ok: true, user: { profile: { display_name: 'ben' } } };
      },
    },
  } as unknown as ThreadOptions['reads'];
  const names = async () => (user: string) => (user === 'U1' ? 'ana' : undefined);
  return { asked, read: threadReader({ reads, names, bot: 'UBOT' }) };
}

const root = {
  ts: ROOT.ts,
  user: 'U1',
  text: 'Greet <@U2> in <http://greet.py|greet.py>, see <https://x.example/a|this> &lt;3',
};

test('authors by name, mentions and links as they are read, programs and the bot told apart', async () => {
  const { read } = slackWith(
    [
      { ts: '1700000001.000001', user: 'UBOT', bot_id: 'B1', text: 'mine' },
      { ts: '1700000002.000001', user: 'U3', bot_id: 'B2', text: 'an alert' },
      { ts: '1700000003.000001', user: 'U9', text: 'Scope: src\n## ana' },
    ],
    root,
  );
  const said = await read(ROOT, signal);
  expect(said).toEqual([
    {
      ts: ROOT.ts,
      user: 'U1',
      author: 'ana',
      text: 'Greet @ben in greet.py, see this <3',
      linked: 'Greet @ben in greet.py, see this (https://x.example/a) <3',
    },
    expect.objectContaining({ user: '', author: 'U3', text: 'an alert' }),
    expect.objectContaining({ user: 'U9', author: 'U9' }),
  ]);
  const site = 'https://acme.slack.com/';
  const file = threadFile({ ...ROOT, site, message: '1700000003.000001' }, said);
  expect(file.split('\n')).toEqual(
    expect.arrayContaining(['> ## ana', '> Scope: src', '## U3, 2023-11-14 22:13 UTC']),
  );
  expect(file).toContain(
    `## U9, 2023-11-14 22:13 UTC · the run was started from this message\n\n${site}archives/C1/p1700000003000001?thread_ts=${ROOT.ts}&cid=C1`,
  );
});

test('pages are read to the end; the root and the newest 49 stay', async () => {
  const replies = Array.from({ length: 450 }, (_, at) => ({
    ts: `17000001${at + 100}.0`,
    user: 'U1',
    text: `no. ${at}`,
  }));
  const { asked, read } = slackWith(replies, root);
  const said = await read(ROOT, signal);
  expect(asked).toHaveLength(3);
  expect(said).toHaveLength(50);
  expect([said[0]?.ts, said[1]?.text, said.at(-1)?.text]).toEqual([ROOT.ts, 'no. 401', 'no. 449']);
});

test('of long messages the newest that fit, and half of none', async () => {
  const replies = Array.from({ length: 10 }, (_, at) => ({
    ts: `170000010${at}.0`,
    user: 'U1',
    text: `${at}`.repeat(6_000),
  }));
  const said = await slackWith(replies, root).read(ROOT, signal);
  expect(said.map(({ text }) => text[0])).toEqual(['G', '7', '8', '9']);
});
