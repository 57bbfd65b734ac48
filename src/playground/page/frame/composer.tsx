/** Where one writes: several lines, completion, drafts, the app's shortcuts. */
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { useMe } from '../model/hooks.js';
import { type Choice, completionAt, isTyped, usageOf, withChoice } from './completion.js';
import { CompletionList, choiceId } from './completion-list.js';
import { ComposerBar } from './composer-bar.js';
import { draftKey } from './drafts.js';
import { useDraft, useUser } from './frame-context.js';
import { firstNameOf } from './looks.js';
import { useOffers } from './offers.js';
import { useSend } from './sending.js';

interface Props {
  channel: ChannelPiece;
  thread?: string;
  takesFocus?: boolean;
  /** The up arrow in an empty composer. */
  editLast?: () => void;
}

export function Composer({ channel, thread, takesFocus = false, editLast }: Props) {
  const me = useMe();
  const [text, setText] = useDraft(draftKey(me?.userId ?? '', channel.id, thread));
  const [caret, setCaret] = useState(text.length);
  const [at, setAt] = useState(0);
  /** The text at which the list was closed by Escape, or by a choice. */
  const [closedAt, setClosedAt] = useState<string>();
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const offers = useOffers(thread !== undefined);
  const send = useSend(channel, thread);
  const completion = text === closedAt ? undefined : completionAt(text, caret, offers);
  const chosen = completion?.choices[at % completion.choices.length];
  const usage = usageOf(text, offers.commands);
  useGrowing(area, text);
  useEffect(() => {
    // A phone would cover half of the page with its keyboard.
    if (takesFocus && matchMedia('(hover: hover)').matches) area.current?.focus();
  }, [takesFocus]);

  const write = (next: string, nextCaret: number) => {
    setText(next);
    setCaret(nextCaret);
    setAt(0);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(nextCaret, nextCaret);
    });
  };
  const choose = (choice: Choice) => {
    if (!completion) return;
    const next = withChoice(text, completion, choice);
    write(next.text, next.caret);
    if (completion.kind !== 'command') setClosedAt(next.text);
  };
  const insert = (sign: string) => {
    const next = text === '' || /\s$/.test(text) ? text + sign : `${text} ${sign}`;
    write(next, next.length);
  };
  const submit = () => {
    setCaret(0);
    send(text, setText);
  };
  const onListKey = (event: KeyboardEvent): boolean => {
    if (!completion || !chosen) return false;
    const many = completion.choices.length;
    if (event.key === 'ArrowDown') setAt((at + 1) % many);
    else if (event.key === 'ArrowUp') setAt((at + many - 1) % many);
    else if (event.key === 'Escape') setClosedAt(text);
    else if (event.key === 'Tab' && !event.shiftKey) choose(chosen);
    else if (event.key === 'Enter' && !event.shiftKey && !isTyped(text, completion, chosen)) choose(chosen);
    else return false;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (onListKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && text === '' && editLast) {
      event.preventDefault();
      editLast();
    }
  };
  return (
    <div className="composer">
      {completion && (
        <CompletionList {...{ completion, at: at % completion.choices.length, listId }} choose={choose} />
      )}
      {!completion && usage && (
        <p className="composer__usage">
          <strong>{usage.command}</strong> {usage.usage}
        </p>
      )}
      <div className="composer__box">
        <textarea
          ref={area}
          className="composer__text"
          rows={1}
          aria-label={usePlaceholder(channel, thread)}
          placeholder={usePlaceholder(channel, thread)}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={completion ? listId : undefined}
          aria-activedescendant={completion ? choiceId(listId, at % completion.choices.length) : undefined}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setCaret(target.selectionStart);
            setAt(0);
            setClosedAt(undefined);
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKey}
        />
        <ComposerBar
          canSend={text.trim() !== ''}
          insert={insert}
          submit={submit}
          hasSlash={thread === undefined}
        />
      </div>
    </div>
  );
}

function usePlaceholder(channel: ChannelPiece, thread: string | undefined): string {
  const name = firstNameOf(useUser(useMe()?.userId));
  if (thread !== undefined) return `Reply as ${name}…`;
  return `Message ${channel.kind === 'im' ? channel.name : `#${channel.name}`} as ${name}`;
}

function useGrowing(area: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
