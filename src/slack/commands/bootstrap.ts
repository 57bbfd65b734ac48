import { defaultsIn } from '../../engine/look.js';
import type { Field } from '../../run/context.js';
import { type TypedTicket, ticketIn } from '../../run/issue.js';
import { named, nearest } from '../../run/nearest.js';
import { draftFor, openStartForm } from '../actions/start-form.js';
import type { Tools, Visit } from '../gesture.js';
import { typeAgain } from '../messages/private.js';
import * as usage from '../messages/usage.js';
import type { Wish } from '../views/twin.js';
import { readBases } from './bases.js';
import { askBefore, begin, twinOf } from './begin.js';
import { type Command, flagsOf, type Ground, type Parsed, problem } from './command.js';
import { dryRun } from './dry-run.js';
import type { FlagRules } from './flags.js';

const FLAGS = {
  repos: { kind: 'list', repeatable: true },
  base: { kind: 'list', repeatable: true },
  agent: { kind: 'text' },
  goal: { kind: 'text' },
  scope: { kind: 'text' },
  done: { kind: 'text', repeatable: true },
  constraints: { kind: 'text' },
  merge: { kind: 'text' },
  'dry-run': { kind: 'switch' },
} as const satisfies FlagRules;

/** With `dryRun` nothing is started. */
type Asked = Wish & { dryRun?: true };
type Values = ReadonlyMap<string, readonly string[]>;

/** Starts the intake of a ticket; with nothing after it the form for that. */
export const bootstrap: Command<Asked | 'form'> = {
  parse(line, ground) {
    if (line.trim() === '') return { ok: true, args: 'form' };
    const read = flagsOf('bootstrap', line, FLAGS);
    if (!read.ok) return read;
    const [ticket, ...stray] = read.args.rest;
    if (ticket === undefined) return problem(usage.noTicket());
    const typed = ticketIn(ticket, ground.known.github);
    if (typed.kind !== 'ticket') return problem(usage.noIssue(typed, ticket));
    if (stray.length > 0) return problem(usage.strayWords('bootstrap', stray));
    return parseWish(typed, read.args.values, ground);
  },
  async run(asked, visit, tools) {
    if (asked === 'form') return openForm(visit, tools);
    const { dryRun: isDry, ...wish } = asked;
    if (isDry) return dryRun(wish, visit, tools);
    const twin = await twinOf(wish.ticket, tools);
    await (twin ? askBefore(wish, twin, visit, tools) : begin(wish, visit, tools));
  },
};

/** Filled with this channel, where runs can be. */
function openForm(visit: Visit, tools: Tools): Promise<void> {
  const { channel, channelHint = '' } = visit;
  const draft = draftFor(channelHint.startsWith('mpdm-') ? undefined : channel, tools.look.known);
  return openStartForm({ ...draft, from: { channel } }, typeAgain(), visit, tools);
}

type Named = Pick<Extract<TypedTicket, { kind: 'ticket' }>, 'ticket' | 'source'>;

function parseWish({ ticket, source }: Named, values: Values, ground: Ground): Parsed<Asked> {
  const names = parseRepos(values.get('repos'), ground);
  if (!names.ok) return names;
  const agent = parseAgent(values.get('agent')?.[0], ground);
  if (!agent.ok) return agent;
  const bases = readBases(values.get('base') ?? [], names.args, ground.known.repos);
  if (!bases.ok) return problem(usage.baseProblem(bases.fault));
  const issue = source === undefined ? {} : { ticketSource: source };
  const wish = { ticket, ...issue, repos: bases.repos, agent: agent.args, fields: fieldsOf(values) };
  return { ok: true, args: values.has('dry-run') ? { ...wish, dryRun: true } : wish };
}

function parseRepos(typed: readonly string[] | undefined, { known, channel }: Ground): Parsed<string[]> {
  const wished = typed ?? defaultsIn(known, channel)?.repos ?? [];
  if (wished.length === 0) return problem(usage.noRepos(known.repos));
  const names: string[] = [];
  for (const word of wished) {
    const name = named(word, known.repos);
    if (!name) return problem(usage.unknownRepository(word, known.repos, nearest(word, known.repos)));
    if (!names.includes(name)) names.push(name);
  }
  return { ok: true, args: names };
}

function parseAgent(typed: string | undefined, { known, channel }: Ground): Parsed<string> {
  const word = typed ?? defaultsIn(known, channel)?.agent ?? known.defaultAgent;
  const name = named(word, known.agents);
  return name
    ? { ok: true, args: name }
    : problem(usage.unknownAgent(word, known.agents, nearest(word, known.agents)));
}

const TEXT_FIELDS = ['goal', 'scope', 'constraints', 'merge'] as const satisfies readonly Field[];

function fieldsOf(values: Values): Partial<Record<Field, string>> {
  const fields: Partial<Record<Field, string>> = {};
  for (const field of TEXT_FIELDS) {
    const text = values.get(field)?.[0]?.trim();
    if (text) fields[field] = text;
  }
  const done = (values.get('done') ?? []).map((text) => text.trim()).filter((text) => text !== '');
  if (done.length > 0) fields.done = done.join('\n');
  return fields;
}
