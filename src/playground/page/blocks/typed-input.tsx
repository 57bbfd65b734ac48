/** Inputs one types into. A text is sent when the field is left, and before anything is pressed or submitted. */
import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { text } from '../../server/json.js';
import { useClient } from '../model/hooks.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import { type Placed, useScreen } from './screen.js';
import { chosen } from './state.js';
import './field.css';

/** Slack's own limit of a text, in characters. */
const LONGEST = 3_000;

const NATIVE: Record<string, string> = { email_text_input: 'email', url_text_input: 'url' };

export function TypedElement(placed: Placed) {
  const { block, element } = placed;
  const { screen, values, drafts } = useScreen();
  const client = useClient();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const action = text(element.action_id);
  const [held = ''] = chosen(values, block, element);
  // What the server holds now replaces what was typed before.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(undefined);
  }, [held]);
  useEffect(() => () => drafts.forget({ block, action }), [drafts, block, action]);

  const change = ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    setTyped(target.value);
    drafts.note({ do: 'put', on: screen, block, action, value: target.value });
  };
  const leave = async () => {
    const refused = await drafts.flush(client);
    setRefusal(refused && !refused.ok ? refused.text : undefined);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !element.multiline && !event.ctrlKey && !event.metaKey) void leave();
  };
  const shown = typed ?? held;
  const shared = {
    id: placed.id,
    ref: field,
    className: 'field',
    value: shown,
    placeholder: words(element.placeholder),
    autoComplete: 'off',
    'data-focus-on-load': element.focus_on_load === true || undefined,
    'aria-label': placed.labelledBy ? undefined : words(element.placeholder),
    'aria-labelledby': placed.labelledBy,
    'aria-describedby': placed.describedBy,
    'aria-invalid': placed.isInvalid || undefined,
    'aria-required': placed.isRequired || undefined,
    onChange: change,
    onBlur: () => void leave(),
    onKeyDown: key,
  } as const;
  return (
    <span className="element element--wide">
      {element.multiline === true ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input
          {...shared}
          type={NATIVE[text(element.type)] ?? 'text'}
          inputMode={element.type === 'number_input' ? 'decimal' : undefined}
        />
      )}
      <Counter length={shown.length} longest={element.max_length} />
      <Refusal text={refusal} />
    </span>
  );
}

/** How much room is left, once that matters. */
function Counter({ length, longest }: { length: number; longest: unknown }) {
  const most = typeof longest === 'number' ? longest : LONGEST;
  const left = most - length;
  if (left > Math.max(20, most / 10)) return undefined;
  return <span className={`field__counter ${left < 0 ? 'field__counter--over' : ''}`}>{left}</span>;
}
