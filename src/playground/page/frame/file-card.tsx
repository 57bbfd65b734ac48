import { type OpenFile, useFrame } from './frame-context.js';
import { Icon } from './icon.js';

/** A shared file; a click shows its text. */
export function FileCard({ file }: { file: OpenFile }) {
  const { openFile } = useFrame();
  return (
    <button type="button" className="file-card" onClick={() => openFile(file)}>
      <span className="file-card__picture">
        <Icon name="file" size={24} />
      </span>
      <span className="file-card__words">
        <span className="file-card__title">{file.title || file.name}</span>
        <span className="file-card__detail">
          {kindOf(file.name)} · {sizeOf(file.length)}
        </span>
      </span>
    </button>
  );
}

function kindOf(name: string): string {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  const kinds: Record<string, string> = {
    log: 'Log',
    diff: 'Change',
    patch: 'Change',
    md: 'Markdown',
    txt: 'Text',
  };
  return (ending && kinds[ending]) ?? ending?.toUpperCase() ?? 'Text';
}

export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
