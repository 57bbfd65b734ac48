import { useEffect, useState } from 'react';
import { PATHS } from '../../scene/scene.js';
import { useClient } from '../model/hooks.js';
import { Dialog } from './dialog.js';
import { sizeOf } from './file-card.js';
import type { OpenFile } from './frame-context.js';
import { Icon } from './icon.js';

/** Longer texts would hold up the page; the download has all of it. */
const SHOWN = 200_000;

/** The text of a file, and the way to keep it. */
export function FileDialog({ file, close }: { file: OpenFile; close: () => void }) {
  const client = useClient();
  const href = client.href(`${PATHS.file}/${file.id}`, { as: client.actor });
  const text = useTextAt(href);
  return (
    <Dialog
      title={file.title || file.name}
      className="file-dialog"
      close={close}
      footer={
        <>
          <span className="file-dialog__detail">
            {file.name} · {sizeOf(file.length)}
            {text && text.length > SHOWN && ' · only the beginning is shown'}
          </span>
          <a className="plain-button" href={href} download={file.name}>
            <Icon name="download" size={16} /> Download
          </a>
        </>
      }
    >
      <pre className="file-dialog__text">
        {text === undefined ? (
          'Loading…'
        ) : isChange(file.name) ? (
          <Change text={text} />
        ) : (
          text.slice(0, SHOWN)
        )}
      </pre>
    </Dialog>
  );
}

function useTextAt(href: string): string | undefined {
  const [text, setText] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    fetch(href, { signal: abort.signal })
      .then((response) => (response.ok ? response.text() : 'This file is not there any more.'))
      .then(setText)
      .catch(() => !abort.signal.aborted && setText('The file could not be loaded. Try it again.'));
    return () => abort.abort();
  }, [href]);
  return text;
}

const isChange = (name: string): boolean => /\.(diff|patch)$/.test(name);

const LINES: [RegExp, string][] = [
  [/^(diff|index|---|\+\+\+|commit) ?/, 'head'],
  [/^@@/, 'place'],
  [/^\+/, 'more'],
  [/^-/, 'less'],
];

function Change({ text }: { text: string }) {
  const lines = text.slice(0, SHOWN).split('\n');
  return lines.map((line, index) => {
    const kind = LINES.find(([pattern]) => pattern.test(line))?.[1] ?? 'same';
    return (
      <span key={index} className={`diff-line diff-line--${kind}`}>
        {line || ' '}
      </span>
    );
  });
}
