import type { ErrorText } from '../../errors.js';

/** What is well has nothing to do. */
export const well = (what: string): ErrorText => ({ what, todo: '' });
