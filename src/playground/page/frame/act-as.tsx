import { useState } from 'react';
import { useClient, useMe } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useActors } from './frame-context.js';
import { nameOf } from './looks.js';

/** Whom the page acts as; choosing another shows what that person sees. */
export function ActAs() {
  const client = useClient();
  const me = useMe();
  const actors = useActors();
  // The other scene takes a moment to arrive; the choice shows at once.
  const [choice, setChoice] = useState({ from: me?.userId, to: me?.userId });
  const acting = choice.from === me?.userId ? choice.to : me?.userId;
  const act = (userId: string) => {
    setChoice({ from: me?.userId, to: userId });
    client.actAs(userId);
  };
  return (
    <fieldset className="act-as">
      <legend className="act-as__legend">You act as</legend>
      {actors.map((actor) => (
        <label key={actor.id} className="act-as__person">
          <input
            type="radio"
            name="act-as"
            className="visually-hidden"
            value={actor.id}
            checked={actor.id === acting}
            onChange={() => act(actor.id)}
          />
          <Avatar userId={actor.id} size="middle" />
          <span className="act-as__words">
            <span className="act-as__name">{nameOf(actor)}</span>
            <span className="act-as__role">{actor.role}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
