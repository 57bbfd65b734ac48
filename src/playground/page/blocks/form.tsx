/** One form: title, blocks, and the buttons that close and submit it. */
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ViewPiece } from '../../scene/scene.js';
import { isRecord } from '../../server/json.js';
import { Drafts } from './drafts.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import { type OnScreen, ScreenContext, useActing } from './screen.js';
import { ScreenBlocks } from './screen-blocks.js';
import './form.css';

export interface FormOf {
  view: ViewPiece;
  /** It lies on another form. */
  isPushed: boolean;
  onBack(): void;
  onClose(): void;
}

export function Form({ view, isPushed, onBack, onClose }: FormOf) {
  const screen = `view:${view.id}`;
  const drafts = useMemo(() => new Drafts(), []);
  const { isBusy, refusal, act } = useActing(drafts);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useFocus(form, view.errors, tries);
  const here: OnScreen = { screen, surface: 'modal', values: view.values, errors: view.errors, drafts };

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (isBusy || !view.submit) return;
    await act({ do: 'submit', view: view.id });
    setTries((before) => before + 1);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.defaultPrevented) return;
    const isSubmit = event.ctrlKey || event.metaKey;
    // Enter alone sends no form, as in Slack; buttons and long texts have their own use for it.
    if (isSubmit || event.target instanceof HTMLInputElement) event.preventDefault();
    if (isSubmit) void submit();
  };
  return (
    <form ref={form} className="form" noValidate onSubmit={submit} onKeyDown={key} aria-busy={isBusy}>
      <header className="dialog__head">
        {isPushed && (
          <button type="button" className="dialog__icon" aria-label="Back" onClick={onBack}>
            ←
          </button>
        )}
        <h2 id="form-title" className="dialog__title">
          {words(view.title)}
        </h2>
        <button type="button" className="dialog__icon" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      <div className="dialog__body">
        <ScreenContext value={here}>
          <ScreenBlocks
            screen={screen}
            surface="modal"
            blocks={view.blocks}
            values={view.values}
            errors={view.errors}
          />
        </ScreenContext>
      </div>
      <footer className="dialog__foot">
        <Refusal text={refusal} />
        <button type="button" className="button button--large" onClick={onBack}>
          {words(view.close) || (view.submit ? 'Cancel' : 'Close')}
        </button>
        {isRecord(view.submit) && (
          <button type="submit" className="button button--large button--primary" aria-disabled={isBusy}>
            <span className="button__label">{words(view.submit)}</span>
            {isBusy && <span className="button__spinner" aria-hidden="true" />}
          </button>
        )}
      </footer>
    </form>
  );
}

const FIELDS = 'input, textarea, select';

/** The first field when the form opens, the first faulty one after errors. */
function useFocus(form: { current: HTMLFormElement | null }, errors: Record<string, string>, tries: number) {
  useEffect(() => {
    const body = form.current?.querySelector<HTMLElement>('.dialog__body');
    const first =
      body?.querySelector<HTMLElement>('[data-focus-on-load]') ?? body?.querySelector<HTMLElement>(FIELDS);
    (first ?? form.current?.querySelector<HTMLElement>('[type=submit]'))?.focus();
  }, [form]);
  const faulty = JSON.stringify(errors);
  // The same errors after another try are to be seen again.
  useEffect(() => {
    if (faulty !== '{}') form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, faulty, tries]);
}
