/** Slack's confirm dialog: asks before a press or a choice is sent. */
import { type ReactNode, useId, useState } from 'react';
import { isRecord, type Json, record } from '../../server/json.js';
import { useModal } from './modal.js';
import { TextObject, words } from './plain-text.js';
import './dialog.css';

export interface Confirming {
  /** Calls `go` at once where nothing is to be confirmed, else when the person says yes. */
  ask(go: () => void): void;
  dialog: ReactNode;
}

export function useConfirm(confirm: unknown): Confirming {
  const [pending, setPending] = useState<{ go: () => void }>();
  const answer = (yes: boolean) => {
    setPending(undefined);
    if (yes) pending?.go();
  };
  return {
    ask: (go) => (isRecord(confirm) ? setPending({ go }) : go()),
    dialog: pending && isRecord(confirm) ? <ConfirmDialog confirm={confirm} answer={answer} /> : undefined,
  };
}

/** Escape denies. The way back has the focus, so that a second Enter decides nothing. */
function ConfirmDialog({ confirm, answer }: { confirm: Json; answer: (yes: boolean) => void }) {
  const ref = useModal();
  const titleId = useId();
  const textId = useId();
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  return (
    <dialog
      ref={ref}
      className="dialog dialog--confirm"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        answer(false);
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header className="dialog__head">
        <h2 id={titleId} className="dialog__title">
          {words(confirm.title)}
        </h2>
        <button type="button" className="dialog__icon" aria-label="Close" onClick={() => answer(false)}>
          ✕
        </button>
      </header>
      <div id={textId} className="dialog__body">
        <TextObject object={record(confirm.text)} />
      </div>
      <footer className="dialog__foot">
        <button type="button" className="button button--large" data-first onClick={() => answer(false)}>
          {words(confirm.deny)}
        </button>
        <button
          type="button"
          className={`button button--large button--${style}`}
          onClick={() => answer(true)}
        >
          {words(confirm.confirm)}
        </button>
      </footer>
    </dialog>
  );
}
