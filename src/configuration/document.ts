/** metawsm.yml as text: its values, and where each of them stands. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './faults.js';

export type Path = readonly (string | number)[];

export interface ParsedFile {
  /** undefined when the text is no YAML mapping; `faults` says why then. */
  value?: Record<string, unknown>;
  faults: Fault[];
  /** `metawsm.yml:12:5 repos[0].path`; a path that is not written is placed at what would hold it. */
  place(path: Path): string;
}

const MAX_BYTES = 1_000_000;

/** Parses the file called `label` in messages. Doubled keys and what is not YAML are faults. */
export function parseFile(bytes: Uint8Array, label: string): ParsedFile {
  const refuse = (what: string, remedy: string): ParsedFile => ({
    faults: [{ place: label, what, remedy }],
    place: () => label,
  });
  if (bytes.byteLength > MAX_BYTES) return refuse('is larger than 1 MB', 'check that it is the right file');
  const text = decode(bytes);
  if (text === undefined) return refuse('is not text in UTF-8', 'check that it is the right file');
  return parseText(text, label, refuse);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseText(
  text: string,
  label: string,
  refuse: (what: string, remedy: string) => ParsedFile,
): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${label}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const faults = [...document.errors, ...document.warnings].map((error) => ({
    place: at(error.pos[0]),
    what: `is no valid YAML: ${error.message.replace(/\s+/gu, ' ').trim()}`,
    remedy: 'mend the line; examples/metawsm.yml shows the form',
  }));
  // It would set what every object inherits, and is passed over by what checks the shape.
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return;
      const remedy = 'remove it';
      faults.push({ place: at(key.range?.[0] ?? 0), what: '`__proto__` is unknown', remedy });
    },
  });
  const place = (path: Path) => `${at(offsetOf(document.contents, path))} ${textOf(path)}`.trimEnd();
  if (faults.length > 0) return { faults, place };
  if (!isMap(document.contents))
    return refuse(
      'holds no settings',
      'write `repos:`, `agents:` and `access:`; examples/metawsm.yml shows the form',
    );
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), faults, place };
  } catch (error) {
    return refuse(
      `cannot be read: ${(error as Error).message}`,
      'write the values out instead of `*` references',
    );
  }

  function offsetOf(contents: Node | null, path: Path): number {
    let node: unknown = contents;
    let offset = contents?.range?.[0] ?? 0;
    for (const part of path) {
      if (isAlias(node)) node = node.resolve(document);
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
        : undefined;
      const next: unknown = isSeq(node) ? node.items[Number(part)] : pair?.value;
      const marker: unknown = pair ? pair.key : next;
      if (!isNode(marker)) return offset;
      offset = marker.range?.[0] ?? offset;
      node = next;
    }
    return offset;
  }
}

/** `repos[0].path`. */
export function textOf(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[\w-]+$/u.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text ? `${text}.${part}` : part;
  }, '');
}
