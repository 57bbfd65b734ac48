/** Files: announced, uploaded, completed. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact } from './facts.js';

const ANNOUNCE = 'reference/methods/files.getUploadURLExternal';
const COMPLETE = 'reference/methods/files.completeUploadExternal';
const TEXT = 'line ä\n';

let slack: SlackServer;
let channel_id: string;

beforeEach(async () => {
  slack = await startSlack();
  channel_id = slack.channel('dev').id;
});
afterEach(() => slack.close());

const announce = (args: Json = {}) =>
  call(slack, 'files.getUploadURLExternal', {
    filename: 'run.log',
    length: Buffer.byteLength(TEXT),
    ...args,
  });
const complete = (id: unknown, args: Json = {}) =>
  call(slack, 'files.completeUploadExternal', { files: [{ id, title: 'Log' }], channel_id, ...args });

async function uploaded(): Promise<unknown> {
  const { upload_url, file_id } = await announce();
  await fetch(String(upload_url), { method: 'POST', body: TEXT });
  return file_id;
}

fact('three calls bring a file into a thread', 'messaging/working-with-files', async () => {
  const root = await slack.person('ana').says('root', { in: 'dev' });
  expect(await complete(await uploaded(), { thread_ts: root.ts })).toMatchObject({ ok: true });
  expect(slack.files('dev')).toEqual([{ name: 'run.log', text: TEXT }]);
  expect(slack.thread(root).at(-1)?.files).toMatchObject([{ name: 'run.log', title: 'Log' }]);
});

fact('an empty file is refused: missing_argument', ANNOUNCE, async () => {
  expect(await codeOf(announce({ length: 0 }))).toBe('missing_argument');
});

fact('a file that was not uploaded is not found: file_not_found', COMPLETE, async () => {
  const { file_id } = await announce();
  expect(await codeOf(complete(file_id))).toBe('file_not_found');
  expect(await codeOf(complete('F0NONE'))).toBe('file_not_found');
});

fact('sharing needs membership, whatever the scopes: not_in_channel', COMPLETE, async () => {
  await slack.close();
  slack = await startSlack({ scopes: ['files:write', 'chat:write', 'chat:write.public'] });
  channel_id = slack.channel('foreign', { botIsMember: false }).id;
  expect(await codeOf(complete(await uploaded()))).toBe('not_in_channel');
});

fact('without a channel the file is complete and shown nowhere', COMPLETE, async () => {
  expect(await codeOf(complete(await uploaded(), { channel_id: undefined }))).toBe('ok');
  expect(slack.files('dev')).toEqual([]);
});
