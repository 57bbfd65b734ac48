/** The emoji that people and bots react with here; any other is shown by its name. */
const EMOJI: Record<string, string> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  eyes: '👀',
  thumbsup: '👍',
  '+1': '👍',
  thumbsdown: '👎',
  '-1': '👎',
  tada: '🎉',
  x: '❌',
  warning: '⚠️',
  hourglass_flowing_sand: '⏳',
  speech_balloon: '💬',
  raised_hand: '✋',
  heart: '❤️',
  rocket: '🚀',
  inbox_tray: '📥',
  memo: '📝',
  no_entry: '⛔',
};

export const emojiOf = (name: string): string => EMOJI[name] ?? `:${name}:`;
