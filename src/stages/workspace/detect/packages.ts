/** Packages of a workspace: what npm, pnpm, yarn, go and cargo are told that the repository consists of. */
import type { RepoPart } from '../../../run/repository.js';
import type { Sight } from './sight.js';
import { jsonIn, mapping, strings, yamlIn } from './structured.js';

/** Files whose texts are read here. */
export const PACKAGE_FILES = ['package.json', 'pnpm-workspace.yaml', 'go.work', 'Cargo.toml'];

export function packageParts(sight: Sight): RepoPart[] {
  return PACKAGE_FILES.flatMap((namedIn) => {
    const patterns = PATTERNS[namedIn]?.(sight.text(namedIn)) ?? [];
    return patterns
      .slice(0, MOST_PATTERNS)
      .flatMap((pattern) => expanded(pattern, sight.folders))
      .map((path) => ({ path, namedIn }));
  });
}

const MOST_PATTERNS = 50;
/** Of a file whose form is only searched for a list. */
const MOST_SEARCHED = 20_000;

const PATTERNS: Record<string, (text: string | undefined) => string[]> = {
  'package.json': (text) => {
    const { workspaces } = jsonIn(text);
    return strings(Array.isArray(workspaces) ? workspaces : mapping(workspaces).packages);
  },
  'pnpm-workspace.yaml': (text) => strings(yamlIn(text).packages),
  'go.work': (text = '') =>
    text.split('\n').flatMap((line) => /^(?:use)?[ \t]+(\.\/[^\s()]+)[ \t]*$/u.exec(line)?.[1] ?? []),
  'Cargo.toml': (text = '') => {
    const [, workspace = ''] = text.slice(0, MOST_SEARCHED).split(/^\[workspace\]/mu, 2);
    const members = /^members[ \t]*=[ \t]*\[([^\]]*)\]/mu.exec(workspace)?.[1] ?? '';
    return [...members.matchAll(/"([^"\n]+)"/gu)].map((match) => match[1] ?? '');
  },
};

/** A folder as it is written, or those right below it where it ends in a star. */
function expanded(pattern: string, folders: readonly string[]): string[] {
  const plain = pattern.replace(/^\.\//u, '').replace(/\/$/u, '');
  const parent = /^([^*?[\]{}!]+)\/\*{1,2}$/u.exec(plain)?.[1];
  if (parent === undefined) return folders.includes(plain) ? [plain] : [];
  return folders.filter(
    (path) => path.startsWith(`${parent}/`) && !path.slice(parent.length + 1).includes('/'),
  );
}
