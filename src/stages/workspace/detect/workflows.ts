/** Checks that CI runs: those of its scripts that are single commands of the repository. */
import { checksIn } from './check-line.js';
import type { Find, Sight } from './sight.js';
import { type Mapping, mapping, strings, yamlIn } from './structured.js';

export const GITLAB = '.gitlab-ci.yml';

const MOST_FINDS = 10;
/** Of all files together; parsing them keeps everybody else waiting. */
const MOST_CHARACTERS = 64 * 1024;

export function workflows(sight: Sight): Find[] {
  let left = MOST_CHARACTERS;
  const found = [...sight.workflows, GITLAB].flatMap((path) => {
    const text = sight.text(path) ?? '';
    if (text === '' || text.length > left) return [];
    left -= text.length;
    const scripts = path === GITLAB ? gitlabScripts(yamlIn(text)) : githubScripts(yamlIn(text));
    return scripts.flatMap(checksIn).map((command): Find => ({ command, path }));
  });
  return found.filter(isFirst).slice(0, MOST_FINDS);
}

const isFirst = ({ command }: Find, at: number, all: readonly Find[]) =>
  all.findIndex((one) => one.command === command) === at;

/** `run` of every step that works at the top of the repository, in a shell of Unix. */
function githubScripts(workflow: Mapping): string[] {
  if (isElsewhere(runDefaults(workflow))) return [];
  const jobs = Object.values(mapping(workflow.jobs)).map(mapping);
  return jobs.flatMap((job) => {
    if (isElsewhere(runDefaults(job)) || !Array.isArray(job.steps)) return [];
    const steps = job.steps.map(mapping).filter((step) => !isElsewhere(step));
    return strings(steps.map(({ run }) => run));
  });
}

const runDefaults = ({ defaults }: Mapping) => mapping(mapping(defaults).run);

const isElsewhere = (settings: Mapping) =>
  settings['working-directory'] !== undefined ||
  (settings.shell !== undefined && settings.shell !== 'bash' && settings.shell !== 'sh');

/** The whole script of a job is one, with what goes before it. */
function gitlabScripts(pipeline: Mapping): string[] {
  const before = [pipeline, mapping(pipeline.default)].flatMap(({ before_script }) => linesOf(before_script));
  const jobs = Object.entries(pipeline).filter(([name]) => !name.startsWith('.') && name !== 'default');
  return jobs.flatMap(([, value]) => {
    const job = mapping(value);
    const prepared = job.before_script === undefined ? before : linesOf(job.before_script);
    return prepared.some((line) => /\b(?:cd|pushd)\b/u.test(line)) ? [] : [linesOf(job.script).join('\n')];
  });
}

const linesOf = (script: unknown): string[] => (typeof script === 'string' ? [script] : strings(script));
