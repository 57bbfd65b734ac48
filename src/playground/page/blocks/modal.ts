/** What every dialog of the page has in common. */
import { useLayoutEffect, useRef } from 'react';

/** Opens the dialog above everything with the focus on `data-first`, and gives the focus back when it goes. */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    return () => dialog?.close();
  }, []);
  return ref;
}
