/** A dialog over the page; the browser keeps the focus in it. `data-first` has it first, else what can take it. */
import { type ReactNode, useId } from 'react';
import { useModal } from '../blocks/modal.js';
import { Icon } from './icon.js';

interface Props {
  title: string;
  className?: string;
  close: () => void;
  children: ReactNode;
  footer?: ReactNode;
}

export function Dialog({ title, className = '', close, children, footer }: Props) {
  const dialog = useModal();
  const id = useId();
  return (
    <dialog
      ref={dialog}
      className={`window ${className}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.target === dialog.current && close()}
    >
      <div className="window__box">
        <header className="window__header">
          <h2 id={id}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="window__body">{children}</div>
        {footer && <footer className="window__footer">{footer}</footer>}
      </div>
    </dialog>
  );
}
