/** A set-up that is well, and one doctor who looks at it as somebody has broken it. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runDoctor } from '../../../src/app/doctor/command-line.js';
import type { Grade } from '../../../src/doctor/finding.js';
import type { DoctorFlags } from '../../../src/usage.js';
import { makeWorld, type World } from '../../journeys/world.js';

export interface Told {
  subject: string;
  grade: Grade;
  code: string;
  what: string;
  remedy?: string;
}

export interface Broken {
  /** Over the variables of the world. */
  env?: Record<string, string>;
  /** What `metawsm.yml` says instead. */
  yml?: (text: string) => string;
  flags?: Partial<DoctorFlags>;
  patienceMs?: number;
}

export type Patient = Awaited<ReturnType<typeof makePatient>>;

/** An agent of one line of shell. */
export const shell = (line: string): string => `['/bin/sh', '-c', ${JSON.stringify(line)}]`;

export async function makePatient({ http = true } = {}) {
  const world: World = await makeWorld({
    asleep: true,
    http,
    repos: { api: { 'README.md': '# A greeter\n' } },
    localRepos: { lib: { 'a.txt': 'a\n' } },
    checks: { api: ['true'] },
    more: ({ ana, slack }) =>
      [
        `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}], admins: [${ana.id}] }`,
        `channels: { ${slack.channel('dev').id}: { repos: [api] } }`,
      ].join('\n'),
  });
  // a machine with or without `gh` is the same to these tests
  const file = join(world.root, 'metawsm.yml');
  const sound = readFileSync(file, 'utf8');
  chmodSync(world.home, 0o700);
  const patient = {
    world,
    file,
    sound,
    /** What the doctor prints, and the exit code. */
    async seen({ env = {}, yml = (text) => text, flags = {}, patienceMs = 4_000 }: Broken = {}) {
      writeFileSync(file, yml(sound));
      let said = '';
      const code = await runDoctor({
        env: { ...world.env, ...env },
        cwd: world.root,
        flags: { json: true, ...flags },
        write: async (text) => {
          said += text;
        },
        colours: false,
        signal: new AbortController().signal,
        patienceMs,
      });
      writeFileSync(file, sound);
      return { code, said };
    },
    async findings(broken?: Broken): Promise<{ code: number; found: Told[] }> {
      const { code, said } = await patient.seen(broken);
      return { code, found: JSON.parse(said).findings as Told[] };
    },
    /** The same with another agent. */
    withAgent: (lines: string) => (text: string) =>
      text.replace(
        / {2}- name: script\n(?: {4}.*\n)+/u,
        `  - name: script\n${lines.replace(/^/gmu, '    ')}\n`,
      ),
    program: (name: string) => resolve('test/fixtures/agents', name),
  };
  return patient;
}
