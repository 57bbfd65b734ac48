/** How code within a sentence may break. */

/** A label or a short command is read as one word; what is longer would leave a narrow page. */
const SHORT = 24;

export const codeClass = (text: string): string =>
  text.length <= SHORT ? 'text__code text__code--short' : 'text__code';
