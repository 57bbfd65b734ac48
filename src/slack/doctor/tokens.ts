/** Do both tokens count, are they of one app, and is what manifest.yml asks for granted? */
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { codeOf } from '../directory.js';
import { type Asking, askSlack, troubleIn } from './asking.js';

export interface SlackPlace {
  botToken: string;
  appToken?: string;
  apiUrl?: string;
}

/** What manifest.yml asks for. */
export interface ScopesAsked {
  required: readonly string[];
  optional: readonly string[];
}

/** Who the bot is, as far as Slack tells. */
export interface BotSeen {
  asking: Asking;
  userId: string;
  /** `A…` */
  appId?: string;
  /** Where the app's settings are. */
  page: string;
  scopes: readonly string[];
}

export const APPS = 'https://api.slack.com/apps';
const { well, note, unproven, fault } = findingsOn('slack');
/** More makes Slack's signatures look forged or too old, and reminders late. */
const MOST_AHEAD_MS = 60_000;

/** Asks who the bot is; without `seen` nothing more can be asked. */
export async function meetBot(
  place: SlackPlace,
  signal: AbortSignal,
): Promise<{ seen?: BotSeen; findings: Finding[] }> {
  const { botToken, apiUrl } = place;
  const asking = askSlack({ token: botToken, signal, ...(apiUrl === undefined ? {} : { apiUrl }) });
  try {
    const told = await asking.web.auth.test();
    const appId = await appOf(asking, told.bot_id ?? '');
    const findings = [
      well('doctor_bot_token', { name: told.user ?? '', detail: told.team ?? told.url ?? '' }),
    ];
    const page = appId.id === undefined ? APPS : `${APPS}/${appId.id}`;
    const scopes = told.response_metadata?.scopes ?? [];
    const seen = { asking, userId: told.user_id ?? '', page, scopes };
    return {
      seen: appId.id === undefined ? seen : { ...seen, appId: appId.id },
      findings: [...findings, ...ofOneApp(place.appToken, appId), clockOf(asking.aheadMs())],
    };
  } catch (error) {
    signal.throwIfAborted();
    const code = codeOf(error);
    if (code === undefined)
      return {
        findings: [fault('doctor_unreachable', { name: apiUrl ?? 'slack.com', detail: troubleIn(error) })],
      };
    const clock = asking.aheadMs();
    return {
      findings: [
        fault('doctor_bot_token_refused', { detail: code }),
        unproven('doctor_no_bot_token'),
        ...(clock === undefined ? [] : [clockOf(clock)]),
      ],
    };
  }
}

interface AppTold {
  id?: string;
  /** Why it is not known. */
  why?: string;
}

async function appOf({ web }: Asking, bot: string): Promise<AppTold> {
  try {
    const id = (await web.bots.info({ bot })).bot?.app_id;
    return id ? { id } : { why: 'nothing was told' };
  } catch (error) {
    return { why: codeOf(error) ?? troubleIn(error) };
  }
}

/** An app-level token carries the id of its app: `xapp-1-A…-…`. */
function ofOneApp(appToken: string | undefined, told: AppTold): Finding[] {
  if (appToken === undefined) return [];
  const named = /^xapp-\d+-(A[A-Z0-9]+)-/u.exec(appToken)?.[1];
  if (told.id === undefined || named === undefined)
    return [unproven('doctor_app_untold', { detail: told.why ?? 'SLACK_APP_TOKEN names none' })];
  return named === told.id
    ? [well('doctor_one_app', { detail: named })]
    : [fault('doctor_other_app', { detail: named, known: told.id })];
}

function clockOf(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return unproven('doctor_clock_untold');
  if (Math.abs(aheadMs) <= MOST_AHEAD_MS) return well('doctor_clock');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return fault('doctor_clock_off', { detail: `${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s` });
}

/** Whether the app-level token counts; opens nothing. */
export async function tryAppToken(place: SlackPlace, signal: AbortSignal): Promise<Finding> {
  const { appToken = '', apiUrl } = place;
  const { web } = askSlack({ token: appToken, signal, ...(apiUrl === undefined ? {} : { apiUrl }) });
  try {
    await web.apps.connections.open({});
    return well('doctor_app_token');
  } catch (error) {
    signal.throwIfAborted();
    const code = codeOf(error);
    return code === undefined
      ? fault('doctor_unreachable', { name: apiUrl ?? 'slack.com', detail: troubleIn(error) })
      : fault('doctor_app_token_refused', { detail: code });
  }
}

/** What is granted, beside what manifest.yml asks for. */
export function compareScopes(
  { scopes, page }: Pick<BotSeen, 'scopes' | 'page'>,
  asked: ScopesAsked,
  usesGroups: boolean,
): Finding[] {
  if (scopes.length === 0) return [unproven('doctor_scopes_untold', { name: page })];
  const lacks = (wanted: readonly string[]) => wanted.filter((scope) => !scopes.includes(scope));
  const [missing, declined] = [lacks(asked.required), lacks(asked.optional)];
  const known = [...asked.required, ...asked.optional];
  const more = scopes.filter((scope) => !known.includes(scope));
  const fill = (list: readonly string[]) => ({
    name: page,
    detail: list.map((one) => `\`${one}\``).join(', '),
  });
  return [
    ...(missing.length > 0 ? [fault('doctor_scope_missing', fill(missing))] : []),
    ...(declined.length === 0
      ? []
      : [
          usesGroups
            ? fault('doctor_scope_groups', fill(declined))
            : note('doctor_scope_optional', fill(declined)),
        ]),
    ...(missing.length + declined.length === 0
      ? [well('doctor_scopes', { detail: String(known.length) })]
      : []),
    ...(more.length > 0 ? [note('doctor_scope_more', fill(more))] : []),
  ];
}
