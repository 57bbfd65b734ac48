/** files.*: the three calls of an upload. */

import { type Call, type Methods, Refusal } from './api.js';
import { contentOf } from './api-chat.js';
import { channelToWrite } from './channel-rules.js';
import type { StoredFile } from './facts.js';
import { type Json, records, text } from './json.js';
import { newId } from './store.js';

function getUploadUrl(call: Call): Json {
  const { store, origin } = call.world;
  const length = Number(call.args.length);
  if (!Number.isInteger(length) || length <= 0) throw new Refusal('missing_argument');
  const id = newId('F');
  const name = text(call.args.filename);
  store.files.set(id, { id, name, title: name, content: Buffer.alloc(0), length, state: 'announced' });
  return { upload_url: `${origin}/upload/v1/${id}`, file_id: id };
}

function complete(call: Call): Json {
  const { store } = call.world;
  const wanted = records(call.args.files);
  if (wanted.length === 0) throw new Refusal('invalid_arguments');
  const files = wanted.map(({ id, title }) => {
    const file = store.files.get(text(id));
    if (file?.state !== 'uploaded') throw new Refusal('file_not_found');
    if (title !== undefined) file.title = text(title);
    return file;
  });
  if (call.args.channel_id !== undefined) share(call, files);
  else for (const file of files) file.state = 'private';
  return { files: files.map((file) => ({ id: file.id, title: file.title })) };
}

function share(call: Call, files: StoredFile[]): void {
  const { store } = call.world;
  const args: Json = { ...call.args, channel: call.args.channel_id };
  const channel = channelToWrite({ ...call, args }, { member: true });
  const comment = text(args.initial_comment);
  const content = comment === '' ? { text: '' } : contentOf({ text: comment }, 40_000);
  const root = text(call.args.thread_ts);
  if (root !== '' && store.findMessage(channel.id, root) === undefined)
    throw new Refusal('invalid_thread_ts');
  for (const file of files) {
    file.state = 'shared';
    file.channel = channel.id;
    if (root !== '') file.thread_ts = root;
  }
  store.addMessage({
    channel: channel.id,
    user: store.bot.userId,
    bot_id: store.bot.botId,
    ...content,
    files: files.map(({ id, name, title, length }) => ({ id, name, title, size: length, mode: 'hosted' })),
    ...(root !== '' && { thread_ts: root }),
  });
}

export const files: Methods = {
  'files.getUploadURLExternal': { scope: 'files:write', required: ['filename', 'length'], run: getUploadUrl },
  'files.completeUploadExternal': { scope: 'files:write', required: ['files'], run: complete },
};
