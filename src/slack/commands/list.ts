import { conclude } from '../gesture.js';
import { page as pageOf } from '../messages/listing.js';
import * as usage from '../messages/usage.js';
import { type Command, flagsOf, problem } from './command.js';
import { maySee } from './status.js';

interface ListArguments {
  all: boolean;
  ticket?: string;
  /** From 1. */
  page: number;
}

const PER_PAGE = 10;

/** Runs, newest first, a page at a time. */
export const list: Command<ListArguments> = {
  parse(line) {
    const read = flagsOf('list', line, {
      all: { kind: 'switch' },
      ticket: { kind: 'text' },
      page: { kind: 'text' },
    });
    if (!read.ok) return read;
    const { rest, values } = read.args;
    if (rest.length > 0) return problem(usage.strayWords('list', rest));
    const typed = values.get('page')?.[0] ?? '1';
    if (!/^[1-9]\d{0,5}$/u.test(typed)) return problem(usage.badPage(typed));
    const ticket = values.get('ticket')?.[0];
    const args = { all: values.has('all'), page: Number(typed) };
    return { ok: true, args: ticket === undefined ? args : { ...args, ticket } };
  },
  async run({ page, ...filter }, visit, tools) {
    if (!(await maySee(visit, tools))) return;
    const read = (at: number) => tools.look.list({ ...filter, limit: PER_PAGE, offset: (at - 1) * PER_PAGE });
    const asked = await read(page);
    const pages = Math.max(1, Math.ceil(asked.total / PER_PAGE));
    // A page beyond the end shows the last one.
    const at = Math.min(page, pages);
    const { runs, total } = at === page ? asked : await read(at);
    await conclude(visit, tools, pageOf({ ...filter, runs, total, page: at, pages }, tools.linkOf));
  },
};
