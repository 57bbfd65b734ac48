/** The whole page. */
import { useEffect, useMemo } from 'react';
import { SceneContext } from './model/hooks.js';
import { SceneClient } from './model/scene-client.js';
import './theme.css';

export function App() {
  const client = useMemo(() => new SceneClient(new URLSearchParams(location.search).get('key') ?? ''), []);
  useEffect(() => client.actAs(''), [client]);
  return (
    <SceneContext value={client}>
      <main>metawsm playground</main>
    </SceneContext>
  );
}
