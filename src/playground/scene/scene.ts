/**
 * What the page and the program behind it say to each other: types and nothing else, so that a browser can have them.
 *
 * The page shows a *scene*: what one person sees of the workspace now, as a flat map of named pieces. A connection
 * gets all pieces first, then those that changed. Everything a person does is one *gesture*, sent by POST.
 */
import type { Block, ChannelKind, Ephemeral, Message, Values } from '../server/facts.js';
import type { Json } from '../server/json.js';

/** Piece names: `me`, `user:U…`, `group:S…`, `channel:C…`, `message:C…:ts`, `ephemeral:ts`, `view:V…`, `home`, … */
export type Pieces = Record<string, Piece>;

/** A line of the stream: names that are gone, then pieces that are new or changed. */
export interface SceneChange {
  /** Set on the first change of a connection: forget everything known. */
  fresh?: true;
  set: Pieces;
  drop: string[];
}

export type Piece =
  | MePiece
  | UserPiece
  | GroupPiece
  | ChannelPiece
  | MessagePiece
  | EphemeralPiece
  | ViewPiece
  | HomePiece
  | HintPiece
  | BotPiece;

/** `me`: who acts, and what the app offers. */
export interface MePiece {
  is: 'me';
  userId: string;
  botUserId: string;
  teamName: string;
  /** Whom this page may act as, in order. */
  actors: string[];
  commands: {
    command: string;
    description: string;
    usageHint: string;
    /** What may stand after the command, for completion. */
    verbs?: { verb: string; usage: string; description: string }[];
  }[];
  shortcuts: { name: string; type: 'message' | 'global'; callbackId: string; description: string }[];
  /** The agent container's suggested prompts, shown in an empty DM with the bot. */
  prompts: { title: string; message: string }[];
  /** True where the page may show the inspector. */
  hasInspector: boolean;
}

/** `user:U…` */
export interface UserPiece {
  is: 'user';
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
  /** What this person may do, in a few words; only of those one may act as. */
  role?: string;
}

/** `group:S…` */
export interface GroupPiece {
  is: 'group';
  id: string;
  handle: string;
}

/** `channel:C…`: public ones, and others where the person is a member. */
export interface ChannelPiece {
  is: 'channel';
  id: string;
  /** Of a direct channel: the other person's name. */
  name: string;
  kind: ChannelKind;
  isMember: boolean;
  botIsMember: boolean;
  archived: boolean;
  shared: boolean;
  /** Time of the newest message that this person has read here; '' for none. */
  readTs: string;
  /** Messages newer than that, by others, in the channel or in threads this person takes part in. */
  unread: number;
  /** Those among them that name this person. */
  mentions: number;
}

/** `message:C…:ts`. Deleted ones are dropped. */
export interface MessagePiece {
  is: 'message';
  message: Pick<
    Message,
    | 'channel'
    | 'ts'
    | 'user'
    | 'bot_id'
    | 'text'
    | 'blocks'
    | 'thread_ts'
    | 'reply_broadcast'
    | 'reactions'
    | 'changes'
  > & { edited?: boolean };
  files: { id: string; name: string; title: string; length: number }[];
  /** The agent session of the thread, on its root. */
  session?: { status: string; title: string };
  /** What this person has put into inputs of the message, by block and action. */
  values: Values;
}

/** `ephemeral:ts`: only those of this person. */
export interface EphemeralPiece {
  is: 'ephemeral';
  message: Pick<Ephemeral, 'channel' | 'ts' | 'text' | 'blocks' | 'thread_ts'>;
  values: Values;
}

/** `view:V…`: a form that is open on this person's screen; the one with the highest `depth` is on top. */
export interface ViewPiece {
  is: 'view';
  id: string;
  depth: number;
  hash: string;
  title: Json;
  submit?: Json;
  close?: Json;
  blocks: Block[];
  values: Values;
  /** What stands under the inputs, by block_id. */
  errors: Record<string, string>;
}

/** `home`: the App Home as the bot published it to this person. */
export interface HomePiece {
  is: 'home';
  id: string;
  blocks: Block[];
  values: Values;
}

/** `hint`: the next thing to try. */
export interface HintPiece {
  is: 'hint';
  /** Stable name of the step. */
  step: string;
  /** How many steps there are, and at which this is, from 1; both 0 where there is nothing to count. */
  at: number;
  of: number;
  /** One or two sentences. `code` in backticks. */
  text: string;
  /** What a click on the hint puts into the composer. */
  insert?: string;
  /** Whom to act as for it. */
  actAs?: string;
  /** Where it happens. */
  channel?: string;
  /** The root of the thread in that channel where it happens. */
  thread?: string;
  /** It happens in the App Home. */
  home?: true;
  /** Links below the sentence; paths of this server. */
  links?: { label: string; href: string }[];
}

/** `bot`: the process of the bot. */
export interface BotPiece {
  is: 'bot';
  state: 'starting' | 'connected' | 'gone';
  /** How often it was started. */
  starts: number;
  pid?: number;
}

/** What a person does. Ids, never objects. `on` names a screen: a message, an ephemeral message, a form or the home. */
export type Gesture =
  | { do: 'type'; channel: string; line: string }
  | { do: 'say'; channel: string; text: string; thread?: string }
  | { do: 'edit'; on: ScreenName; text: string }
  | { do: 'delete'; on: ScreenName }
  /** A button; the page has shown its confirm dialog and the person said yes. */
  | { do: 'press'; on: ScreenName; block: string; action: string; value?: string }
  /** Choosing in a select, overflow menu, radio group or checkboxes; values of the options, or ids. */
  | { do: 'choose'; on: ScreenName; block: string; action: string; values: string[] }
  /** Text, date, time, number or e-mail put into an input; typed texts are sent when the field is left and before a press or submit. */
  | { do: 'put'; on: ScreenName; block: string; action: string; value: string }
  | { do: 'submit'; view: string }
  | { do: 'close'; view: string }
  | { do: 'shortcut'; callbackId: string; on?: ScreenName }
  | { do: 'open_home'; tab: 'home' | 'messages' }
  | { do: 'stop_session'; on: ScreenName }
  | { do: 'join'; channel: string }
  | { do: 'invite_bot'; channel: string }
  /** Everything up to this message is read. */
  | { do: 'read'; channel: string; ts: string }
  | { do: 'dismiss'; ephemeral: string }
  | { do: 'kill_bot' };

/** `message:C…:ts`, `ephemeral:ts`, `view:V…` or `home`. */
export type ScreenName = string;

/** Answer to a gesture. Refused: what Slack's client would show, for example after `operation_timeout`. */
export type GestureAnswer = { ok: true } | { ok: false; code: string; text: string };

/** Paths below the page's address, all with the key of this start. `as` is the id of the person who acts. */
export const PATHS = {
  /** Server-sent events of `SceneChange`. */
  scene: '/_page/scene',
  /** POST of a `Gesture` as JSON, answered by a `GestureAnswer`. */
  gesture: '/_page/gesture',
  /** `/_page/file/F…`: the content of a file that this person sees. */
  file: '/_page/file',
  /** The change that a commit brought to a sample repository, as a page: `/_page/diff/<repository>/<commit>`. */
  diff: '/_page/diff',
  /** Server-sent events of the inspector. */
  inspector: '/_page/inspector',
} as const;
