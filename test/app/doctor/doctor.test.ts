/** The doctor at a terminal: each thing broken in turn is named, with its remedy, and nothing else is called wrong. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CASES } from './broken.js';
import { makePatient, type Patient, type Told } from './patient.js';

let patient: Patient;
beforeAll(async () => {
  patient = await makePatient();
}, 30_000);
afterAll(() => patient.world.close(), 30_000);

const faultsIn = (found: Told[]) => found.filter(({ grade }) => grade === 'fault').map(({ code }) => code);

test('a set-up that is well has no fault, says what is not proven, and is the same afterwards', async () => {
  const before = contentsOf(patient.world.root);
  const { code, found } = await patient.findings();
  expect(faultsIn(found)).toEqual([]);
  expect(code).toBe(0);
  expect(found.map((one) => one.code)).toEqual(
    expect.arrayContaining([
      'doctor_bot_token',
      'doctor_scopes',
      'doctor_clock',
      'doctor_channels',
      'doctor_people',
      'doctor_repo',
      'doctor_push',
      'doctor_base_free',
      'doctor_agent_there',
      'doctor_database_new',
      'doctor_disk',
      'doctor_http_port',
    ]),
  );
  const unproven = found.find((one) => one.code === 'doctor_events_untried');
  expect(unproven).toMatchObject({ grade: 'unproven', remedy: expect.stringContaining('/metawsm doctor') });
  expect(contentsOf(patient.world.root)).toEqual(before);
  expect(existsSync(join(patient.world.home, 'instance.lock'))).toBe(false);
  expect(patient.world.slack.callsOf('chat.postMessage')).toEqual([]);
  // Those of doctors in other tests go, too.
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('metawsm-doctor-'));
  const there = folders();
  await patient.world.until(
    () => !folders().some((name) => there.includes(name)),
    'no folder is left',
    50_000,
  );
}, 60_000);

describe('names with its remedy', () => {
  test.each(CASES.map((one) => [one.name, one] as const))(
    '%s',
    async (_, broken) => {
      const { mend, ...change } = await broken.breaks(patient);
      try {
        const { code, found } = await patient.findings(change);
        const [named] = found.filter((one) => one.code === broken.code);
        expect(named).toMatchObject({ grade: broken.grade });
        expect(named?.what).toMatch(broken.names);
        expect(named?.remedy).toMatch(broken.remedy);
        expect(faultsIn(found)).toEqual(broken.grade === 'fault' ? [broken.code] : []);
        expect(code).toBe(broken.grade === 'fault' ? 1 : 0);
      } finally {
        await mend?.();
      }
    },
    60_000,
  );
});

test('a configuration that cannot be read is told whole, with the exit code of the bot', async () => {
  const { code, said } = await patient.seen({
    yml: (text) => `${text}cheks: {}\nlimits: { disk: much }\n`,
    flags: { json: false },
  });
  expect(code).toBe(78);
  expect(said).toMatch(/✗ .*cheks.*\n {6}→ .*`checks`/);
  expect(said).toMatch(/✗ .*limits\.disk/);
  expect(said).toMatch(/2 faults\.\n$/);
}, 30_000);

test('a terminal sees a line for each finding below its subject, and no secret', async () => {
  const secret = 'hunter2hunter2';
  const { said } = await patient.seen({
    env: { REPO_PASSWORD: secret },
    yml: patient.withAgent(`runner: acp\ncommand: ['/bin/sh', '-c', 'echo ${secret} >&2; exit 1']`),
    flags: { json: false },
  });
  expect(said).toMatch(/^Set-up\n {2}✓ /);
  expect(said).toMatch(/\nAgents\n {2}! .*wrap|\nAgents\n {2}✗ script ended without an answer: \[redacted\]/);
  expect(said).toMatch(/\n {2}! Not proven: .*\n {6}→ /);
  expect(said).not.toContain(secret);
  expect(said).toMatch(/\n\n1 fault, .*not proven\.\n$/);
}, 30_000);

/** Everything below a folder: times, sizes and short texts. */
function contentsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs, size, mode } = statSync(path);
      const text = statSync(path).isFile() && size < 1_000 ? readFileSync(path, 'latin1') : '';
      return name === 'metawsm.yml' ? name : `${name} ${mtimeMs} ${size} ${mode} ${text}`;
    })
    .sort();
}
