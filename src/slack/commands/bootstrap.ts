import type { Field } from '../../run/context.js';
import { isTicket, type NewRunWish } from '../../run/wish.js';
import { judged } from '../gesture.js';
import { refused, starting } from '../messages/private.js';
import * as usage from '../messages/usage.js';
import { parseBases } from './bases.js';
import { type Command, flagsOf, type Ground, type Parsed, problem } from './command.js';
import type { FlagRules } from './flags.js';
import { named, nearest } from './nearest.js';

export type BootstrapArguments = Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields'>;

const FLAGS = {
  repos: { kind: 'list', repeatable: true },
  base: { kind: 'list', repeatable: true },
  agent: { kind: 'text' },
  goal: { kind: 'text' },
  scope: { kind: 'text' },
  done: { kind: 'text', repeatable: true },
  constraints: { kind: 'text' },
  merge: { kind: 'text' },
} as const satisfies FlagRules;

type Values = ReadonlyMap<string, readonly string[]>;

/** Starts the intake of a ticket. */
export const bootstrap: Command<BootstrapArguments> = {
  parse(line, ground) {
    const read = flagsOf('bootstrap', line, FLAGS);
    if (!read.ok) return read;
    const [ticket, ...stray] = read.args.rest;
    if (ticket === undefined) return problem(usage.noTicket());
    if (!isTicket(ticket)) return problem(usage.badTicket(ticket));
    if (stray.length > 0) return problem(usage.strayWords('bootstrap', stray));
    return parseWish(ticket, read.args.values, ground);
  },
  async run(args, visit, tools) {
    const wish: NewRunWish = {
      ...args,
      channel: visit.channel,
      requester: visit.actor,
      at: tools.now(),
      ...(visit.team === undefined ? {} : { team: visit.team }),
    };
    let looked = false;
    const outcome = await judged(visit, tools, async () => {
      // Somebody may have invited the bot since; `create` would refuse on the old facts.
      if (!looked && (await tools.facts.looksOutside(visit.channel))) {
        looked = true;
        await visit.answer.release();
        await tools.facts.lookAgain(visit.channel, visit.channelHint);
      }
      return tools.door.create(wish, visit.key);
    }, visit.channel);
    if (outcome?.kind === 'refused') await visit.answer.say(refused(outcome.code));
    else if (outcome?.kind === 'created')
      await visit.answer.say(
        starting(
          args.ticket,
          args.repos.map((repo) => repo.name),
        ),
      );
    else if (outcome) await visit.answer.release();
  },
};

function parseWish(ticket: string, values: Values, ground: Ground): Parsed<BootstrapArguments> {
  const names = parseRepos(values.get('repos'), ground);
  if (!names.ok) return names;
  const agent = parseAgent(values.get('agent')?.[0], ground);
  if (!agent.ok) return agent;
  const repos = parseBases(values.get('base') ?? [], names.args, ground.known.repos);
  if (!repos.ok) return repos;
  return { ok: true, args: { ticket, repos: repos.args, agent: agent.args, fields: fieldsOf(values) } };
}

function parseRepos(typed: readonly string[] | undefined, { known, channel }: Ground): Parsed<string[]> {
  const wished = typed ?? known.channels[channel]?.repos ?? [];
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
  const word = typed ?? known.channels[channel]?.agent ?? known.defaultAgent;
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
