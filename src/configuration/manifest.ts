/** What manifest.yml, which lies beside package.json, asks Slack for. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';

const scopes = z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) });
const manifestSchema = z.object({ oauth_config: z.object({ scopes }) });

/** Scopes that have to be granted, and those that a person may decline. Throws where the file cannot be read. */
export function scopesOfManifest(): { required: string[]; optional: string[] } {
  const read = manifestSchema.parse(parse(readFileSync(manifestFile(), 'utf8')));
  const { bot, bot_optional: optional } = read.oauth_config.scopes;
  return { required: bot.filter((scope) => !optional.includes(scope)), optional };
}

/** Above this file, from `src` as well as from `dist/src`. */
function manifestFile(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'manifest.yml');
    if (existsSync(file) || folder === dirname(folder)) return file;
  }
}
