/** blocks.validate: judges blocks, a message or a form without showing it to anybody. */
import { type Call, invalidArguments, type Methods, objectArg, Refusal } from './api.js';
import { blockFaults, viewFaults } from './block-checks.js';
import { type Json, record } from './json.js';

const PARTS = ['blocks', 'message', 'view'] as const;

function validate(call: Call): Json {
  const { args } = call;
  const given = PARTS.filter((part) => args[part] !== undefined);
  const [part] = given;
  if (part === undefined || given.length > 1)
    throw invalidArguments('provide exactly one of blocks, view, message');
  const faults = faultsOf(args, part);
  if (faults.length === 0) return {};
  throw new Refusal(`invalid_${part}`, {
    errors: faults.map(errorOf),
    response_metadata: { messages: faults },
  });
}

function faultsOf(args: Json, part: (typeof PARTS)[number]): string[] {
  if (part === 'blocks') return blockFaults(args.blocks, 'message', '');
  if (part === 'message') return blockFaults(objectArg(args, 'message').blocks ?? [], 'message');
  const type = record(args.view).type === 'home' ? 'home' : 'modal';
  return viewFaults(args.view, type).map((fault) => fault.replace('[json-pointer:/view', '[json-pointer:'));
}

/** A fault in the form in which this method alone tells it. */
function errorOf(fault: string): Json {
  const [, message, pointer] = /^\[ERROR\] (.*) \[json-pointer:(.*)\]$/s.exec(fault) ?? [];
  return { pointer, code: 'failed_constraint', message };
}

export const blocks: Methods = { 'blocks.validate': { run: validate } };
