/** The only door out: what metawsm says in Slack goes through the voice. */
import type { WebClient } from '@slack/web-api';
import type { EffectCall, Handlers } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { EffectKind } from '../run/effects.js';
import type { View } from '../run/views.js';
import { Editing } from './editing.js';
import { type ContentOf, Files } from './files.js';
import type { Redact } from './outgoing.js';
import { Pace } from './pace.js';
import { Plainer } from './plainer.js';
import { Posting } from './posting.js';
import { Sessions } from './sessions.js';
import { Settling } from './settling.js';
import { ShownMessages } from './shown.js';
import { Tries } from './tries.js';
import { Whispers } from './whispers.js';

export interface VoiceOptions {
  /** Clients of `createClients`. */
  posts: WebClient;
  edits: WebClient;
  reads: WebClient;
  redact: Redact;
  /** The message `ref` as the run has it now. */
  viewOf: (run: RunContext, ref: string, call: EffectCall) => View | undefined;
  /** What the files of a run hold. */
  contentOf: ContentOf;
  /** The fingerprint that `decide` compares. */
  digestOf: (view: View) => string;
  log: Log;
  /** In doubt whether a post arrived, look no earlier than timeout and margin after it. Default 10,000 and 5,000. */
  settle?: { requestTimeoutMs?: number; marginMs?: number };
  /** Posts per channel. Default: one per 1,000 ms, three at once after a quiet time. */
  pace?: { everyMs?: number; burst?: number };
  /** Least time between two edits of one message. Default 3,000. */
  editIntervalMs?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

type SlackKind = Extract<EffectKind, `slack.${string}`>;
export type SlackHandlers = Pick<Handlers, SlackKind>;

export interface Voice extends Pick<Whispers, 'ephemeral' | 'whisper' | 'directMessage' | 'openForm'> {
  /** The effects of the engine. */
  handlers: SlackHandlers;
  /** Sets a run's agent session once more to what its state says. Never throws. */
  restoreSession: Sessions['restore'];
  /** Gives up what could not be said to single people yet. */
  stop(): Promise<void>;
}

export function createVoice(options: VoiceOptions): Voice {
  const { viewOf, log, now = Date.now } = options;
  // Pauses are no instants: a clock that is set back must not make an hour of them.
  const steady = options.now ?? (() => performance.now());
  const shown = new ShownMessages(options.editIntervalMs ?? 3_000, steady);
  const tries = new Tries();
  const settling = new Settling(
    { requestTimeoutMs: 10_000, marginMs: 5_000, ...options.settle },
    now,
    steady,
  );
  const plainer = new Plainer(options.redact, log);
  const shared = { ...options, now, shown, tries, settling, plainer };
  const posting = new Posting({
    ...shared,
    pace: new Pace({ everyMs: 1_000, burst: 3, ...options.pace, now: steady }),
  });
  const editing = new Editing({ ...shared, posting });
  const whispers = new Whispers(options);
  const files = new Files({ ...shared, whispers });
  const sessions = new Sessions(shared);
  const seen = (run: RunContext, ref: string, call: EffectCall): View | undefined => {
    const view = viewOf(run, ref, call);
    if (!view) log.run(run.id).warn('the run has no such message', { ref });
    return view;
  };
  return {
    handlers: {
      'slack.post': async ({ ref }, run, call) => {
        if (isThere(run, ref)) return undefined;
        const view = seen(run, ref, call);
        return view && posting.post(view, run, call);
      },
      'slack.update': async ({ ref }, run, call) => {
        const view = seen(run, ref, call);
        return view && editing.update(view, run, call);
      },
      'slack.react': ({ place, name }, _run, call) => editing.react(place, name, call),
      'slack.file': (params, run, call) => files.send(params, run, call),
      'slack.session': (_params, run, call) => sessions.set(run, call),
    },
    stop: () => whispers.stop(),
    restoreSession: (run, status) => sessions.restore(run, status),
    ephemeral: (message) => whispers.ephemeral(message),
    whisper: (...said) => whispers.whisper(...said),
    directMessage: (user, message) => whispers.directMessage(user, message),
    openForm: (triggerId, form) => whispers.openForm(triggerId, form),
  };
}

/**
 * Each change of a message that Slack refused asks for its post again. The first that gets through has drawn the newest
 * state, and what changes meanwhile is redrawn once that is told. A card that was deleted, and refused since, is not there.
 */
const isThere = ({ messages, unsaid }: RunContext, ref: string): boolean =>
  messages[ref] !== undefined && unsaid?.[ref] === undefined;
