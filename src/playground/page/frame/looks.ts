/** How people are called and drawn. */
import type { UserPiece } from '../../scene/scene.js';

/** How many colours there are for pictures: `--avatar-0` and so on. */
export const AVATAR_COLOURS = 8;

export const nameOf = (user: Pick<UserPiece, 'name' | 'realName'> | undefined): string =>
  user?.realName || user?.name || 'Somebody';

/** `Ana` of `Ana Ruiz` */
export const firstNameOf = (user: UserPiece | undefined): string => nameOf(user).split(' ')[0] ?? '';

/** One or two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/** Those one may act as have a colour each; others one by their id. */
export function colourOf(userId: string, actors: string[]): number {
  const place = actors.indexOf(userId);
  if (place >= 0) return place % AVATAR_COLOURS;
  const sum = [...userId].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return sum % AVATAR_COLOURS;
}
