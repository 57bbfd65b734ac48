/** The whole page. */
import { useEffect, useMemo } from 'react';
import { keepIn, keptIn } from './frame/browser-state.js';
import { Frame } from './frame/frame.js';
import { showKeptTheme } from './frame/theme.js';
import { SceneContext } from './model/hooks.js';
import { SceneClient } from './model/scene-client.js';
import './theme.css';
import './frame/frame.css';
import './frame/controls.css';
import './frame/top-bar.css';
import './frame/avatar.css';
import './frame/side-bar.css';
import './frame/conversation.css';
import './frame/hint.css';
import './frame/message.css';
import './frame/message-parts.css';
import './frame/message-list.css';
import './frame/thread-pane.css';
import './frame/composer.css';
import './frame/overlay.css';

showKeptTheme();

export function App() {
  const key = useMemo(() => new URLSearchParams(location.search).get('key') ?? '', []);
  const client = useMemo(() => new SceneClient(key), [key]);
  useEffect(() => {
    // Ids are those of one start, so who acted last is kept under its key.
    const name = `metawsm.actor.${key}`;
    client.actAs(keptIn(sessionStorage, name) ?? '');
    return client.subscribe(() => keepIn(sessionStorage, name, client.actor));
  }, [client, key]);
  return (
    <SceneContext value={client}>
      <Frame />
    </SceneContext>
  );
}
