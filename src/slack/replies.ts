/** What people write in threads and to the bot: answers, `stop`, `@metawsm <verb>`, edits of answers. */
import type { RunSight } from '../engine/look.js';
import type { Decision } from '../run/decision.js';
import type { GuidanceRequest } from '../run/guidance-request.js';
import { openIn } from './commands/open.js';
import { carryOutLine, isVerb } from './commands/table.js';
import { firstWord } from './commands/words.js';
import { act, conclude, gestureOf, lateFor, type Tools, turnAway, type Visit } from './gesture.js';
import { meantOf } from './meant.js';
import { helpForAll } from './messages/help.js';
import { late } from './messages/late.js';
import {
  answerStands,
  deliveredAlready,
  onlyFiles,
  replyNotTaken,
  writtenBefore,
} from './messages/private.js';
import { insteadOfText } from './messages/request.js';
import { bootstrapElsewhere } from './messages/usage.js';
import { mentionedIn, typedText } from './text.js';

/** A person's message as it came. */
export interface Post {
  /** As Slack sent it, escaped. */
  text: string;
  channel: string;
  ts: string;
  /** Root of the thread; undefined for a message outside of threads. */
  thread?: string;
  /** True in the direct channel with the bot, where no mention is needed. */
  direct: boolean;
  /** `ts` of its newest edit when it was delivered. */
  edited?: string;
  /** True where files came with it. */
  files?: true;
}

export interface Replies {
  tools: Tools;
  /** The bot's own user id. */
  bot: string;
}

/** A new message: the person's words go to the run of the thread, or nowhere. */
export async function onPost(post: Post, visit: Visit, { tools, bot }: Replies): Promise<void> {
  const run = post.thread === undefined ? undefined : await tools.look.byThread(post.channel, post.thread);
  const text = await typed(post.text, tools);
  const line = (await mentionLine(post.text, bot, tools)) ?? undefined;
  if (!run) return outsideRuns(post, line, text, visit, tools);
  const here: Visit = { ...visit, run };
  const verb = line === undefined ? '' : firstWord(line).first;
  if (isVerb(verb)) return inThread(verb, line!, here, tools);
  return reply((line ?? text).trim(), post, run, here, tools);
}

/** An edited message: an intake answer counts anew until the start, a guidance answer is with the agent already. */
export async function onEdit(post: Post, visit: Visit, { tools, bot }: Replies): Promise<void> {
  const run = post.thread === undefined ? undefined : await tools.look.byThread(post.channel, post.thread);
  const place = { channel: post.channel, ts: post.ts };
  const answered = run && answeredBy(run, post.ts);
  if (!run || !answered) return conclude(visit, tools);
  // Slack repeats what was not acknowledged an hour later, after a newer edit; that one is what the person says. And an
  // edit that came before its message has been taken as that message.
  if (isOvertaken(answered.decision, post)) return conclude(visit, tools);
  if (answered.by === 'guidance') return conclude(visit, tools, deliveredAlready());
  const text = ((await mentionLine(post.text, bot, tools)) ?? (await typed(post.text, tools))).trim();
  if (run.status !== 'intake')
    return conclude(visit, tools, late(run.run, run.status, { type: 'edit_answer' }));
  if (text === '' || text.startsWith('//')) return conclude(visit, tools, answerStands());
  const event = {
    type: 'edit_answer' as const,
    ...gestureOf(visit, tools),
    message: place,
    ...editOf(post),
    text,
  };
  await act({ ...visit, run }, tools, run, event);
}

interface Answered {
  by: 'intake' | 'guidance';
  decision: Decision;
}

function answeredBy({ run }: RunSight, ts: string): Answered | undefined {
  const decisions = (list: readonly { answer?: { decision: Decision } }[]) =>
    list.flatMap(({ answer }) => (answer?.decision.message?.ts === ts ? [answer.decision] : []));
  const [guidance] = decisions(run.guidance);
  if (guidance) return { by: 'guidance', decision: guidance };
  const [intake] = decisions(run.questions);
  return intake && { by: 'intake', decision: intake };
}

const isOvertaken = ({ edited }: Decision, post: Post): boolean =>
  edited !== undefined && post.edited !== undefined && post.edited <= edited;

const editOf = ({ edited }: Post) => (edited === undefined ? {} : { edited });

async function outsideRuns(
  post: Post,
  line: string | undefined,
  text: string,
  visit: Visit,
  tools: Tools,
): Promise<void> {
  // In the direct channel everything is meant for the bot.
  const said = line ?? (post.direct ? text : undefined);
  if (said === undefined) return conclude(visit, tools);
  const { first } = firstWord(said);
  return isVerb(first) && first.toLowerCase() !== 'bootstrap'
    ? carryOutLine(said, visit, tools)
    : conclude(visit, tools, first.toLowerCase() === 'bootstrap' ? bootstrapElsewhere() : helpForAll());
}

function inThread(verb: string, line: string, visit: Visit, tools: Tools): Promise<void> {
  if (verb.toLowerCase() === 'bootstrap') return conclude(visit, tools, bootstrapElsewhere());
  return carryOutLine(line, visit, tools);
}

async function reply(text: string, post: Post, run: RunSight, visit: Visit, tools: Tools): Promise<void> {
  const gesture = { ...gestureOf(visit, tools), reply: true as const };
  if (text.toLowerCase() === 'stop') {
    await act(visit, tools, run, { type: 'stop', ...gesture });
    return;
  }
  const open = openIn(run);
  if (text.startsWith('//') || (text === '' && !open)) return conclude(visit, tools);
  const written = { by: visit.actor, at: new Date(Number(post.ts) * 1_000).toISOString(), ts: post.ts };
  const meant = await meantOf(run, written, tools);
  if (meant.for === 'decided')
    return conclude(visit, tools, lateFor(run, { type: 'answer', target: meant.id }));
  if (open === undefined) return conclude(visit, tools);
  if (open.kind === 'needs_button') return toButtons(open.request, visit, tools);
  if (text === '') return conclude(visit, tools, post.files ? onlyFiles() : undefined);
  if (meant.for === 'earlier') return conclude(visit, tools, writtenBefore());
  const target = open.id;
  const event = { type: 'answer' as const, ...gesture, ...editOf(post), text, target };
  await act(visit, tools, run, event, { refused: replyNotTaken() });
}

/** Words decide no permission; whoever might think so is told, and what counts. */
async function toButtons(request: GuidanceRequest, visit: Visit, tools: Tools): Promise<void> {
  const may = await tools.look.holds(visit.actor, 'answer');
  if (may === false) turnAway(visit, tools, { code: 'not_allowed', gesture: 'answer' });
  return conclude(visit, tools, may === false ? replyNotTaken() : insteadOfText(request));
}

/** What follows a mention of the bot at the beginning; undefined where there is none. */
async function mentionLine(text: string, bot: string, tools: Tools): Promise<string | undefined> {
  const [, mentioned, rest = ''] = /^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[\s:,]*([\s\S]*)$/u.exec(text) ?? [];
  return mentioned === bot ? (await typed(rest, tools)).trim() : undefined;
}

const typed = async (text: string, tools: Tools): Promise<string> =>
  typedText(text, await tools.facts.names(mentionedIn(text)));
