/** Settings of agents in a repository: what stands there an agent allows itself, or runs, without asking anybody. */
import { plainPath, within } from './places.js';

const FOLDERS = new Set(
  '.claude .codex .gemini .qwen .opencode .cursor .cursor-agent .kimi .goose .agents'.split(' '),
);
const FILES = new Set('.mcp.json .claude.json opencode.json opencode.jsonc'.split(' '));

/** `path`: in one of `folders`, or relative. */
export function isOfAgents(path: string, folders: readonly string[] = []): boolean {
  const plain = plainPath(path) ?? path;
  const inside = folders.flatMap((folder) => within(plain, folder) ?? []);
  return (inside.length > 0 ? inside : [plain]).some((one) => {
    const names = one.toLowerCase().split('/');
    return names.some((name) => FOLDERS.has(name)) || FILES.has(names.at(-1)!);
  });
}
