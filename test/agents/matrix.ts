/** The table of agents and cases: for the terminal, as JSON, and in `docs/agents.md`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case, Outcome } from './case.js';
import { AGENTS, type AgentName } from './environments.js';

type Shown = Pick<Case, 'name' | 'title' | 'cannot'>;

export interface Matrix {
  versions: Record<AgentName, string>;
  cases: readonly Shown[];
  outcomes: Partial<Record<AgentName, Record<string, Outcome>>>;
}

const DOCUMENT = 'docs/agents.md';
const BEGIN = '<!-- matrix -->';
const END = '<!-- /matrix -->';
const MARKS = { passed: '✓', cannot: '–', failed: '✗' } as const;

/** Rows of cases, columns of agents; why something cannot pass stands below. */
export function markdown({ versions, cases, outcomes }: Matrix): string {
  const agents = AGENTS.filter((agent) => outcomes[agent]);
  const why: string[] = [];
  const cell = (agent: AgentName, { name, title, cannot }: Shown): string => {
    const outcome = outcomes[agent]?.[name];
    if (!outcome) return '';
    const { result, note } = outcome;
    if (result === 'cannot') why.push(`- ${title}, ${agent}: ${cannot?.[agent] ?? note}.`);
    if (result === 'failed') why.push(`- ${title}, ${agent}: failed: ${oneLine(note)}`);
    if (result === 'passed') return note ? `${MARKS.passed} ${note}` : MARKS.passed;
    return MARKS[result];
  };
  const rows = cases.map(
    (one) => `| ${one.title} | ${agents.map((agent) => cell(agent, one)).join(' | ')} |`,
  );
  const table = [
    `| | ${agents.map((agent) => `${agent} (${versions[agent]})`).join(' | ')} |`,
    `|---|${agents.map(() => '---|').join('')}`,
    ...rows,
  ];
  return [...table, ...(why.length > 0 ? ['', 'What does not pass:', '', ...why] : [])].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300);

/** Puts the table between its two marks; false where there are none. */
export function writeDocument(matrix: Matrix): boolean {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) return false;
  writeFileSync(DOCUMENT, `${text.slice(0, begin + BEGIN.length)}\n${markdown(matrix)}\n${text.slice(end)}`);
  return true;
}

/** The outcomes of one agent as data, in a file of its own: agents may be tried side by side. */
export function writeJson({ versions, outcomes }: Matrix, agent: AgentName, folder: string): string {
  const file = join(folder, 'results', `${agent}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const now = { ...earlier(folder, agent, versions[agent]), ...outcomes[agent] };
  writeFileSync(file, `${JSON.stringify({ version: versions[agent], outcomes: now }, null, 2)}\n`);
  return file;
}

/** Fills in what earlier runs with the same versions found. */
export function withEarlier(matrix: Matrix, folder: string): Matrix {
  const all = AGENTS.map((agent) => [
    agent,
    { ...earlier(folder, agent, matrix.versions[agent]), ...matrix.outcomes[agent] },
  ]);
  return { ...matrix, outcomes: Object.fromEntries(all) };
}

function earlier(folder: string, agent: AgentName, version: string): Record<string, Outcome> {
  const file = join(folder, 'results', `${agent}.json`);
  const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return stored.version === version ? stored.outcomes : {};
}
