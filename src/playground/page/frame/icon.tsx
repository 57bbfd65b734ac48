/** Small pictures drawn with lines; all on a grid of 20. */
const PATHS = {
  hash: 'M8 3 6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  lock: 'M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9',
  home: 'M3.5 9.5 10 4l6.5 5.5M5 8.5v8h10v-8',
  reply: 'M4 4.5h12v8.5H9l-3.5 3V13H4z',
  more: 'M10 4.75v.01M10 10v.01M10 15.25v.01',
  bolt: 'M11 2.5 4.5 11H9l-1 6.5L15.5 9H11z',
  send: 'M3.5 4 17 10 3.5 16l1.5-6zM5 10h5',
  close: 'm5 5 10 10M15 5 5 15',
  down: 'M10 4v12M5 11l5 5 5-5',
  chevron: 'm6 8 4 4 4-4',
  back: 'M12.5 4.5 7 10l5.5 5.5',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16 12.2A6.8 6.8 0 0 1 7.8 4 6.8 6.8 0 1 0 16 12.2',
  system: 'M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3',
  file: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15M7.5 9.5h5M7.5 12.5h5',
  download: 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12',
  pencil: 'm4 16 .8-3.4L13.5 4l2.5 2.5-8.6 8.7z',
  pulse: 'M2.5 10.5h3.5L8 4.5l4 11 2-5h3.5',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  stop: 'M6 6h8v8H6z',
  bulb: 'M7.5 14.5h5M8.5 17h3M7.5 12.2a4.8 4.8 0 1 1 5 0v2.3h-5z',
  at: 'M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zm0 0v1.2a2 2 0 0 0 4 0V10a7.2 7.2 0 1 0-2.9 5.8',
  slash: 'M4.5 3.5h11v13h-11zM12 6.5l-4 7',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4M12.8 12.8 16.5 16.5',
  eye: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  people:
    'M7.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M3 16c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M13 5a2.3 2.3 0 0 1 0 4.4M14 12.2c1.8.4 3 1.8 3 3.8',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className={`icon icon--${name}`} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
