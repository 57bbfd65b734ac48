// `npm run advisories`: known weaknesses of what is installed (npm audit), but for those that somebody has looked at.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ id: string, package: string, severity: string, title: string, production: boolean }} Advisory */
/** @typedef {{ id: string, reason: string, until: string }} Allowed */

const SERIOUS = ['high', 'critical'];
const ID = /GHSA-[\w-]+/u;

const file = process.env.METAWSM_ADVISORIES ?? new URL('advisories.json', import.meta.url);
/** @type {Allowed[]} */
const allowed = JSON.parse(readFileSync(file, 'utf8'));
const today = new Date().toISOString().slice(0, 10);

const all = audit();
if (typeof all === 'string') {
  console.error(`NOT CHECKED for known weaknesses: the registry did not answer (${all}).`);
  process.exit(process.argv.includes('--must-answer') ? 1 : 0);
}

// What users do not run has to be looked at only where it is serious.
const found = all.filter(({ production, severity }) => production || SERIOUS.includes(severity));
const excuse = (id) => allowed.find((one) => one.id === id && one.reason && one.until >= today);
const open = found.filter(({ id }) => !excuse(id));
const needless = allowed.filter(({ id }) => !all.some((one) => one.id === id));

for (const one of found.filter(({ id }) => excuse(id)))
  console.log(`allowed  ${line(one)}: ${excuse(one.id).reason}`);
for (const { id } of needless)
  console.log(`needless ${id} is allowed in scripts/advisories.json, and nothing has it any more`);
for (const one of open) console.error(`OPEN     ${line(one)}`);
if (open.length > 0) {
  console.error(
    '\nUpdate the package. Where that is not possible and the weakness cannot be reached here, say so in scripts/advisories.json.',
  );
  process.exit(1);
}
console.log(`No open advisory (${all.length} known, ${found.length - open.length} allowed).`);

/** @param {Advisory} one */
function line({ id, package: name, severity, title, production }) {
  return `${id} ${name} (${severity}${production ? '' : ', development only'}) ${title}`;
}

/** @returns {Advisory[] | string} what npm knows, or why it knows nothing */
function audit() {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64e6 });
  const report = parsed(stdout);
  if (!report?.vulnerabilities)
    return String(report?.message ?? report?.error?.summary ?? 'no answer').split('\n')[0];
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  const found = new Map();
  for (const { via, nodes } of Object.values(report.vulnerabilities))
    for (const one of via.filter((cause) => typeof cause === 'object')) {
      const id = ID.exec(one.url)?.[0] ?? String(one.source);
      const production = nodes.some((path) => !packages[path]?.dev) || found.get(id)?.production === true;
      found.set(id, { id, package: one.name, severity: one.severity, title: one.title, production });
    }
  return [...found.values()];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
