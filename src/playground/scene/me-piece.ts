/** Who acts, whom one may act as, and what the app offers. */
import { COMMAND_VERBS, OWN_COMMAND } from '../../app/command-verbs.js';
import { record, records, text } from '../server/json.js';
import type { PageParts } from './ports.js';
import type { MePiece } from './scene.js';

export function mePiece(parts: PageParts, userId: string): MePiece {
  const { slack, manifest, actors } = parts;
  const { features = {} } = manifest;
  return {
    is: 'me',
    userId,
    botUserId: slack.bot.userId,
    teamName: slack.store.domain,
    actors: actors.map(({ person }) => person.id),
    commands: (features.slash_commands ?? []).map(({ command, description = '', usage_hint = '' }) => ({
      command,
      description,
      usageHint: usage_hint,
      ...(command === OWN_COMMAND && { verbs: [...COMMAND_VERBS] }),
    })),
    shortcuts: (features.shortcuts ?? []).map(({ name, type, callback_id, description = '' }) => ({
      name,
      type,
      callbackId: callback_id,
      description,
    })),
    prompts: records(record(features.agent_view).suggested_prompts).map(({ title, message }) => ({
      title: text(title),
      message: text(message),
    })),
    hasInspector: parts.inspect !== undefined,
  };
}
