/** Brings a message into sight. */

/** A message that another channel shows is drawn within this many frames, or is not there. */
const FRAMES = 60;

/** Scrolls to a message, gives it the focus and lights it up; nothing where it does not appear. */
export function revealMessage(ts: string, pane: 'conversation' | 'thread-pane', frames = FRAMES): void {
  const message = document.querySelector<HTMLElement>(`.${pane} .message[data-ts="${CSS.escape(ts)}"]`);
  if (message) {
    // The list goes to its end in the frame in which it is drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => light(message)));
  } else if (frames > 0) {
    requestAnimationFrame(() => revealMessage(ts, pane, frames - 1));
  }
}

function light(message: HTMLElement): void {
  const isTall = message.offsetHeight > window.innerHeight / 2;
  message.scrollIntoView({ block: isTall ? 'start' : 'center' });
  message.focus({ preventScroll: true });
  message.animate([{ backgroundColor: 'var(--mention)' }, {}], { duration: 2_000, easing: 'ease-out' });
}
