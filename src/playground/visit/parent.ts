/** Whoever started this program: without it there is nobody left to end it. */

const LOOK_MS = 500;

/** Calls back once when the parent process is gone. */
export function whenParentIsGone(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_MS);
  timer.unref();
}
