/** The bot's process, and the button that kills it. */
import { useState } from 'react';
import { useClient, usePiece } from '../model/hooks.js';

const WORDS = { connected: 'connected', starting: 'starting', gone: 'gone' } as const;

export function BotProcess() {
  const client = useClient();
  const bot = usePiece('bot', 'bot');
  const [refusal, setRefusal] = useState('');
  const kill = async () => {
    const answer = await client.send({ do: 'kill_bot' });
    setRefusal(answer.ok ? '' : answer.text);
  };
  const state = bot?.state ?? 'gone';
  return (
    <section className="bot-process" aria-label="The bot's process">
      <p className="bot-process__line" role="status">
        <span className={`bot-process__dot bot-process__dot--${state}`} aria-hidden="true" />
        <strong>The bot is {WORDS[state]}</strong>
        <span className="inspector__soft">
          {bot?.pid === undefined ? 'no process' : `process ${bot.pid}`}
          {bot && `, started ${bot.starts === 1 ? 'once' : `${bot.starts} times`}`}
        </span>
      </p>
      <button type="button" className="bot-process__kill" onClick={kill} disabled={bot?.pid === undefined}>
        Kill the bot (SIGKILL)
      </button>
      <p className="inspector__soft bot-process__why">
        Ends it at once; then it is started again. Watch the process number change, the state stay and every
        effect end all the same: nothing is lost, nothing is done twice.
      </p>
      {refusal && (
        <p className="inspector__bad" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}
