/** Light, dark, or what the system says. */
import { useEffect } from 'react';
import { keptIn, useKept } from './browser-state.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'metawsm.theme';

/** Before anything is drawn, so that a dark page does not flash. */
export function showKeptTheme(): void {
  show(themeOf(keptIn(localStorage, NAME)));
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [kept, keep] = useKept(NAME, 'system');
  const theme = themeOf(kept);
  useEffect(() => show(theme), [theme]);
  return [theme, keep];
}

const themeOf = (kept: string | null): Theme => THEMES.find((theme) => theme === kept) ?? 'system';

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
