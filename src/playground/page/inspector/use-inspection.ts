/** The inspection's stream, open for as long as the component that asks for it is on screen. */
import { useEffect, useReducer, useState } from 'react';
import type { InspectionMessage } from '../../../app/inspection.js';
import { PATHS } from '../../scene/scene.js';
import { useClient } from '../model/hooks.js';
import { type Known, NOTHING, take } from './known.js';

export function useInspection(): { known: Known; isLive: boolean } {
  const client = useClient();
  const [known, dispatch] = useReducer(take, NOTHING);
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    const stream = new EventSource(client.href(PATHS.inspector));
    stream.onopen = () => setLive(true);
    stream.onerror = () => setLive(false);
    stream.onmessage = ({ data }) => dispatch(JSON.parse(data) as InspectionMessage);
    return () => stream.close();
  }, [client]);
  return { known, isLive };
}
