/** A dialog over the page; the browser keeps the focus in it. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './icon.js';

interface Props {
  title: string;
  className?: string;
  close: () => void;
  children: ReactNode;
  footer?: ReactNode;
}

export function Dialog({ title, className = '', close, children, footer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`window ${className}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
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
