/** Which field of a brief a heading names: in English, German, French and Spanish. Pure. */
import { FIELDS, type Field } from './context.js';

/** An overview is the goal where nothing else names one. `excluded`: the heading says that this must not be done. */
export interface Meaning {
  kind: Field | 'overview';
  excluded?: true;
}

/** Headings without accents, in lower case. */
const HEADINGS: Record<Field, string> = {
  goal:
    'goal|goals|goal statement|objective|objectives|aim|' +
    'ziel|ziele|zielsetzung|objectif|objectifs|but|objetivo|objetivos|meta',
  scope:
    'scope|in scope|areas|affected areas|umfang|im umfang|geltungsbereich|betroffene bereiche|' +
    'perimetre|portee|alcance|ambito',
  done:
    'done|done criteria|done when|definition of done|acceptance criteria|acceptance|exit criteria|success criteria|' +
    'abnahmekriterien|akzeptanzkriterien|fertig wenn|criteres|criteres de fin|' +
    "criteres d'acceptation|criterios|criterios de aceptacion|definicion de hecho|definicion de terminado",
  constraints:
    'constraints|constraint|restrictions|limitations|' +
    'einschrankungen|randbedingungen|rahmenbedingungen|contraintes|limites|restricciones|limitaciones',
  merge:
    'merge|merge intent|merge strategy|zusammenfuhrung|zusammenfuhren|' +
    'fusion|strategie de fusion|intention de fusion|estrategia de fusion|intencion de fusion',
};
/** What must not be done; each item keeps the heading that says so. */
const EXCLUDED =
  'non-goals|non goals|out of scope|not in scope|nicht-ziele|nicht im umfang|ausserhalb des umfangs|' +
  'hors perimetre|non-objectifs|fuera de alcance|fuera del alcance|no objetivos';
/** A goal where nothing else names one. */
const OVERVIEWS =
  "overview|summary|uberblick|ubersicht|zusammenfassung|apercu|vue d'ensemble|resume|resumen|vision general";

const EXACT = new Map<string, Field>(
  FIELDS.flatMap((field) => HEADINGS[field].split('|').map((heading): [string, Field] => [heading, field])),
);
const NOT_WANTED = new Set(EXCLUDED.split('|'));
const OVERVIEW = new Set(OVERVIEWS.split('|'));

/** Undefined for every other heading. */
export function meaningOf(title: string): Meaning | undefined {
  if (title === '') return undefined;
  const name = plain(title);
  if (NOT_WANTED.has(name)) return { kind: 'constraints', excluded: true };
  const kind = EXACT.get(name) ?? (OVERVIEW.has(name) ? 'overview' : undefined);
  return kind && { kind };
}

/** `## 2. Ziele:` and `## 🎯 **Ziele** (draft)` are `ziele`. */
function plain(title: string): string {
  return title
    .replace(/\([^)]*\)/gu, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘]/gu, "'")
    .replace(/ß/gu, 'ss')
    .replace(/,/gu, ' ')
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/[\s_]+/gu, ' ');
}
