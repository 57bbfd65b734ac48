/** The answers that an agent offers for a permission, told apart by what they mean, never by name or place. */
import * as z from 'zod';
import { inside } from './plain.js';

const Option = z.object({ optionId: z.string(), kind: z.string(), name: z.string().catch('') });
type Option = z.infer<typeof Option>;

const MOST = 100;

export const optionsIn = (params: unknown): Option[] => {
  const listed = inside(params, 'options');
  return (Array.isArray(listed) ? listed.slice(0, MOST) : []).flatMap(
    (one) => Option.safeParse(one).data ?? [],
  );
};

/** The weakest option that allows it: once, else what ends with the session, else whatever allows. */
export function weakestAllow(options: readonly Option[]): Option | undefined {
  const lasting = options.filter((one) => one.kind === 'allow_always');
  return (
    options.find((one) => one.kind === 'allow_once') ??
    lasting.find((one) => /\bsession\b/iu.test(one.name.slice(0, 500))) ??
    lasting[0]
  );
}

/** The option that says no, once if possible. */
export const rejection = (options: readonly Option[]): Option | undefined =>
  options.find((one) => one.kind === 'reject_once') ?? options.find((one) => one.kind === 'reject_always');
