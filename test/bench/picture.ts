/** The goals as a picture: one bar each, as long as the share of what the goal allows. An SVG that can be read in light and dark. */

export interface Bar {
  label: string;
  /** Measured by allowed: 1 is just what the goal allows. */
  share: number;
  /** What stands beside the bar. */
  figure: string;
  holds: boolean;
}

const WIDTH = 1030;
const LEFT = 330;
const RIGHT = 360;
const ROW = 26;
const TOP = 48;
/** Bars that would be longer are cut, and marked. */
const MOST = 2;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .quiet { fill: #57606a; }
  .limit { stroke: #57606a; stroke-dasharray: 4 3; }
  .holds { fill: #1a7f37; }
  .fails { fill: #cf222e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #8d96a0; }
    .limit { stroke: #8d96a0; }
    .holds { fill: #3fb950; }
    .fails { fill: #f85149; }
  }`;

/** The whole SVG. */
export function pictureOf(bars: readonly Bar[]): string {
  const height = TOP + bars.length * ROW + 12;
  const unit = (WIDTH - LEFT - RIGHT) / MOST;
  const limit = LEFT + unit;
  const rows = bars.map((bar, n) => rowOf(bar, TOP + n * ROW, unit));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Each goal beside what it allows">
<style>${STYLE}
</style>
<text x="${limit}" y="18" text-anchor="middle" class="quiet">what the goal allows</text>
<text x="${LEFT}" y="18" text-anchor="end" class="quiet">shorter is better</text>
${rows.join('\n')}
<line x1="${limit}" x2="${limit}" y1="26" y2="${height - 8}" class="limit"/>
</svg>
`;
}

function rowOf({ label, share, figure, holds }: Bar, y: number, unit: number): string {
  const length = Math.max(2, Math.min(share, MOST) * unit);
  const mark = share > MOST ? ' »' : '';
  return `<text x="${LEFT - 10}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>
<rect x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="16" rx="2" class="${holds ? 'holds' : 'fails'}"/>
<text x="${LEFT + MOST * unit + 10}" y="${y + 12}">${holds ? '✓' : '✗'} ${escaped(figure)}${mark}</text>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
