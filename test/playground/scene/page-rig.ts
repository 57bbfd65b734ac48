/** A workspace with the page's door open, and browsers in front of it: real HTTP, real streams. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { openPage } from '../../../src/playground/scene/door.js';
import type { PageParts } from '../../../src/playground/scene/ports.js';
import {
  type BotPiece,
  type Gesture,
  type GestureAnswer,
  PATHS,
  type Piece,
  type SceneChange,
} from '../../../src/playground/scene/scene.js';
import type { Person } from '../../../src/playground/server/people.js';
import {
  type SlackServer,
  type StartSlack,
  startSlack,
} from '../../../src/playground/server/slack-server.js';

export const manifest = parse(readFileSync('manifest.yml', 'utf8'));

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The door in front of a Slack server that is there; ends with it. */
export function pageBefore(slack: SlackServer, actors: Person[], more: Partial<PageParts> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'run()');
  writeFileSync(join(folder, '.made-of.json'), '{}');
  const tellers = new Set<() => void>();
  let state: BotPiece['state'] = 'connected';
  const page = openPage({
    slack,
    key: 'the key & more',
    folder,
    manifest,
    actors: actors.map((person) => ({ person, role: `role of ${person.name}` })),
    bot: {
      look: () => ({ is: 'bot', state, starts: 1 }),
      kill() {
        state = 'gone';
        for (const tell of tellers) tell();
      },
      subscribe(listener) {
        tellers.add(listener);
        return () => tellers.delete(listener);
      },
    },
    hint: () => undefined,
    diff: async () => undefined,
    ...more,
  });
  const { port } = new URL(page.href);
  const keyed = (path: string, query: Record<string, string> = {}) =>
    `${path}?${new URLSearchParams({ key: 'the key & more', ...query })}`;
  const tabs: Tab[] = [];
  return {
    href: page.href,
    folder,
    port,
    keyed,
    /** A raw request; the path goes out as it stands. */
    asks: (path: string, asked: Asked = {}) => asks(Number(port), path, asked),
    /** A gesture as the page sends it. */
    async does(person: Person, gesture: Gesture): Promise<GestureAnswer> {
      const answer = await asks(Number(port), keyed(PATHS.gesture, { as: person.id }), {
        method: 'POST',
        headers: { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' },
        body: JSON.stringify(gesture),
      });
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
      return JSON.parse(answer.body) as GestureAnswer;
    },
    /** A browser tab in which this person acts; resolves with the first picture. */
    async opens(person?: Person): Promise<Tab> {
      const tab = new Tab(Number(port), keyed(PATHS.scene, { as: person?.id ?? '' }));
      tabs.push(tab);
      await tab.until(() => tab.changes.length > 0, 'the first picture');
      return tab;
    },
    close() {
      for (const tab of tabs) tab.close();
      page.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PageRig = ReturnType<typeof pageBefore>;

export async function workspace(options: StartSlack = {}) {
  const slack = await startSlack({ manifest, ...options });
  const [ana, ben, eve] = ['ana', 'ben', 'eve'].map((name) => slack.person(name)) as [Person, Person, Person];
  const dev = slack.channel('dev', { members: [ana, ben] });
  return { slack, ana, ben, eve, dev };
}

/** What a browser tab knows from the stream. */
export class Tab {
  readonly changes: SceneChange[] = [];
  pieces: Record<string, Piece> = {};
  isOpen = true;
  readonly #request: ClientRequest;
  #wake = (): void => {};

  constructor(port: number, path: string) {
    let rest = '';
    this.#request = request({ host: '127.0.0.1', port, path }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) if (part.startsWith('data: ')) this.#take(JSON.parse(part.slice(6)));
        this.#wake();
      });
      response.on('close', () => {
        this.isOpen = false;
        this.#wake();
      });
    });
    this.#request.on('error', () => {});
    this.#request.end();
  }

  #take(change: SceneChange): void {
    this.changes.push(change);
    if (change.fresh) this.pieces = {};
    for (const name of change.drop) delete this.pieces[name];
    Object.assign(this.pieces, change.set);
  }

  piece<Is extends Piece['is']>(is: Is, name: string): Extract<Piece, { is: Is }> {
    const found = this.pieces[name];
    if (found?.is !== is) throw new Error(`There is no ${name}. There are: ${this.names().join(', ')}`);
    return found as Extract<Piece, { is: Is }>;
  }

  /** Names of pieces of a kind, such as `message`. */
  names(kind = ''): string[] {
    return Object.keys(this.pieces).filter((name) => name.startsWith(kind));
  }

  /** Waits until it holds. @throws after 10 s with what the tab knows */
  async until(holds: () => unknown, what: string): Promise<void> {
    const end = Date.now() + 10_000;
    while (!holds()) {
      if (Date.now() > end)
        throw new Error(`Waited for ${what}. ${JSON.stringify(this.pieces, undefined, 1)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  close(): void {
    this.#request.destroy();
  }
}

function asks(port: number, path: string, { method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
