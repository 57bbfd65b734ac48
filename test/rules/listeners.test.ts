/** What the manifest asks Slack for is what the listeners hear, no more and no less. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { COMMAND } from '../../src/slack/listeners.js';

const manifest = parse(readFileSync('manifest.yml', 'utf8'));
const code = readFileSync('src/slack/listeners.ts', 'utf8');

/** Subscribed for parts that are to come; each leaves this list with the listener that hears it. */
const TO_COME = ['app_uninstalled', 'tokens_revoked'];

describe('manifest = listeners', () => {
  const heard = new Set([
    ...[...code.matchAll(/app\.event\('(\w+)'/gu)].map((match) => match[1]!),
    ...(/for \(const type of \[([^\]]+)\]/u.exec(code)?.[1] ?? '')
      .split(',')
      .map((name) => name.trim().replace(/'/gu, '')),
  ]);
  const subscribed: string[] = manifest.settings.event_subscriptions.bot_events;

  test('every event that is heard is subscribed to', () => {
    const known = new Set(subscribed.map((name) => name.split('.')[0]));
    expect([...heard].filter((name) => !known.has(name))).toEqual([]);
  });

  test('every event that is subscribed to is heard, or will be', () => {
    const unheard = subscribed.filter((name) => !heard.has(name.split('.')[0]!));
    expect(unheard.sort()).toEqual(TO_COME);
  });

  test('the command is the manifest’s', () => {
    expect(manifest.features.slash_commands.map((one: { command: string }) => one.command)).toEqual([
      COMMAND,
    ]);
  });
});
