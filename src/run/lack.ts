/** Why a text is not enough; the sentence for it lives with the other texts that people read. */
export type Lack = 'missing' | 'placeholder' | 'vague' | 'no_command' | { refused: string };
