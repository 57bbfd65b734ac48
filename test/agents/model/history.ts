/** What a model is asked, in one form for the four dialects, and what it answers. */

export interface Tool {
  name: string;
  /** Codex puts the tools of a server into a namespace and wants it back beside the name. */
  namespace?: string;
  /** OpenAI's tools that take a text instead of an object. */
  custom?: boolean;
}

/** One item of the conversation so far. Adjacent answers of the model are one turn. */
export type Item =
  | { role: 'human'; text: string }
  /** `looks` for tools that were not offered yet: such a turn is no step of a script. */
  | { role: 'model'; calls: number; looks?: boolean }
  | { role: 'result'; text: string };

export interface Asked {
  model: string;
  tools: Tool[];
  items: Item[];
  stream: boolean;
  /** The answer must be JSON with these fields. */
  schema?: { properties?: Record<string, unknown> };
}

export interface Call {
  tool: Tool;
  input: Record<string, unknown>;
}

export interface Answer {
  text?: string;
  calls: Call[];
}

/** What goes over the wire: lines of events, or one JSON body. */
export interface Spoken {
  type: 'text/event-stream' | 'application/json';
  body: string;
}

/** Every answer costs the same, so that tests can add up. */
export const TOKENS = { input: 1000, output: 50 };

let numbers = 0;
/** A name for a call or an answer; unique in this process. */
export const nameOf = (kind: string): string =>
  `${kind}_${process.pid}${Date.now().toString(36)}${numbers++}`;

/** Blocks that an agent adds to what a person wrote. */
const MACHINE =
  /^\s*<(?:system-reminder|environment_context|turn_aborted|user_instructions|permissions instructions|collaboration_mode|session_context|local-command|command-name|skills)|^\s*Tools? loaded\.\s*$/;

const isHuman = (text: string): boolean => text.trim() !== '' && !MACHINE.test(text);

/** The text of content that is a string or a list of blocks with `text`. */
export function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block) =>
    typeof block === 'string' ? [block] : typeof block?.text === 'string' ? [block.text] : [],
  );
}

/** What a tool gave back, as text. */
export function resultText(content: unknown): string {
  const texts = textsOf(content);
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(content ?? '');
}

/** What people wrote in a message, one item per block: a prompt that was never answered is merged with the next. */
export const human = (content: unknown): Item[] =>
  textsOf(content)
    .filter(isHuman)
    .map((text) => ({ role: 'human', text }));
