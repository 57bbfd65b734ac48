/** Buttons. One with an address opens it and is pressed as well. */
import { useContext } from 'react';
import { text } from '../../server/json.js';
import { linkedMessage, MessageLinkContext } from '../text/message-link.js';
import { safeHref } from '../text/sequences.js';
import { useConfirm } from './confirm.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import { type Placed, useActing, useScreen } from './screen.js';
import './button.css';

export function ButtonElement({ block, element }: Placed) {
  const { screen, drafts } = useScreen();
  const { isBusy, refusal, act } = useActing(drafts, block);
  const { ask, dialog } = useConfirm(element.confirm);
  const show = useContext(MessageLinkContext);
  const href = safeHref(text(element.url));
  const value = typeof element.value === 'string' ? { value: element.value } : {};
  const open = () => {
    const message = href && linkedMessage(href);
    if (message && show) show(message);
    else if (href) window.open(href, '_blank', 'noreferrer,noopener');
  };
  const press = () => {
    open();
    void act({ do: 'press', on: screen, block, action: text(element.action_id), ...value });
  };
  const label = words(element.text);
  const style = element.style === 'primary' || element.style === 'danger' ? `button--${element.style}` : '';
  return (
    <span className="element">
      <button
        type="button"
        className={`button ${style}`}
        role={href ? 'link' : undefined}
        title={label.length > 30 ? label : undefined}
        aria-label={text(element.accessibility_label) || undefined}
        aria-disabled={isBusy}
        aria-busy={isBusy}
        onClick={() => !isBusy && ask(press)}
      >
        <span className="button__label">{label}</span>
        {isBusy && <span className="button__spinner" aria-hidden="true" />}
      </button>
      {dialog}
      <Refusal text={refusal} />
    </span>
  );
}
