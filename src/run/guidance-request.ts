/** What an agent asks of people, whichever way it came: one kind of record, one card, one answer. Part of the `RunContext`. */
import type { Decision } from './decision.js';
import type { PermissionAsked, PermitChoice } from './permissions.js';

/**
 * A question · a permission · a form with several or typed fields · an address that a person shall open · a usage
 * limit, at which nobody has anything to answer.
 */
export type RequestKind = 'guidance' | 'permission' | 'form' | 'link' | 'limit';

/** One field of a form, as the flat schemas of agents allow them. */
export interface FormField {
  /** Unique in the form; how the agent calls it. */
  name: string;
  title: string;
  hint?: string;
  type: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices';
  required: boolean;
  /** Of `choice` and `choices`. */
  options?: { value: string; label: string; hint?: string }[];
  initial?: FormValue;
  /** Of numbers, lengths of texts, or how many may be chosen. */
  least?: number;
  most?: number;
}

export type FormValue = string | number | boolean | string[];
export type FormValues = Record<string, FormValue>;

export interface GuidanceAnswer {
  /** What people read as the answer; of a form all of its values, of a permission the choice. */
  text: string;
  /** Of a form; several chosen options stand under `options`, whole. */
  values?: FormValues;
  /** Of a permission; `note` says what to do instead. */
  permit?: { choice: PermitChoice; note?: string };
  decision: Decision;
}

export interface GuidanceRequest {
  /** Unique in the run: `g1`, `g2`, … */
  id: string;
  /** Absent for a question: `guidance`. */
  kind?: RequestKind;
  question: string;
  context?: string;
  options: string[];
  /** Several of `options` may be chosen. */
  multiple?: true;
  /** Of a permission. */
  permission?: PermissionAsked;
  /** Of a form. */
  fields?: FormField[];
  /** Of a link: an https address. */
  link?: string;
  /** Of a usage limit: when it ends, where the agent said so. */
  until?: string;
  agent: string;
  /**
   * How the answer reaches the agent: the public file pair (`path`: the folder that holds it), the mailbox of
   * `metawsm-ask` and `ask_operator` under this id, the request of this JSON-RPC id, or the next prompt. With `prompt`
   * metawsm itself asks: the agent ended without saying that it is done.
   */
  via: { kind: 'file'; path: string } | { kind: 'mailbox' | 'acp'; id: string } | { kind: 'prompt' };
  askedAt: string;
  /** The step of the agent process that asked. */
  step: number;
  state: 'open' | 'answered' | 'withdrawn';
  answer?: GuidanceAnswer;
  deliveredAt?: string;
  /** Who is asked instead of the requester, and who decided that. It grants nothing. */
  /** `revision`: from then on buttons know of it; absent in records of earlier versions. */
  handedTo?: { to: string; decision: Decision; revision?: number };
  /** Set when one reminder, one escalation went out. */
  remindedAt?: string;
  escalatedAt?: string;
}

/** What the agent says of a request; the machine adds the rest. */
export type NewRequest = Pick<
  GuidanceRequest,
  | 'kind'
  | 'question'
  | 'context'
  | 'options'
  | 'multiple'
  | 'permission'
  | 'fields'
  | 'link'
  | 'until'
  | 'agent'
  | 'via'
>;

/** True where a text is an answer: a reply in the thread, `guide`. A permission, a form, a limit need their buttons. */
export const takesText = ({ kind = 'guidance' }: Pick<GuidanceRequest, 'kind'>): boolean =>
  kind === 'guidance' || kind === 'link';
