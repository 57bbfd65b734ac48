/** One run: where it stands, the machine, and what happened. */
import { type ReactNode, useMemo, useState } from 'react';
import { Effects } from './effects.js';
import { Events } from './events.js';
import { Glance } from './glance.js';
import type { Known } from './known.js';
import { Machine } from './machine.js';
import { Tabs } from './tabs.js';
import { Timers } from './timers.js';
import { lastMove, waysFrom } from './ways.js';
import { WaysList } from './ways-list.js';

export function RunView({ known, run }: { known: Known; run?: Known['runs'][number] | undefined }) {
  const [shown, setShown] = useState<string>();
  const { picture } = known;
  const ways = useMemo(() => (picture && run ? waysFrom(picture, run.state) : []), [picture, run]);
  const events = (run && known.events[run.id]) ?? [];
  const effects = (run && known.effects[run.id]) ?? [];
  const timers = known.timers.filter((timer) => timer.run === run?.id);
  const last = lastMove(events);
  const show = { onShow: setShown, ...(shown ? { shown } : {}) };
  const tab = (name: string, list: unknown[], content: ReactNode, none: string) => ({
    name,
    count: list.length,
    content: list.length > 0 ? content : <p className="inspector__empty">{none}</p>,
  });
  return (
    <div className="run-view">
      <div>
        {run && <Glance run={run} newest={events.at(-1)} effects={effects} timers={timers} />}
        {picture && (
          <Machine
            picture={picture}
            ways={ways}
            {...show}
            {...(run ? { state: run.state } : {})}
            {...(last ? { last } : {})}
          />
        )}
      </div>
      {run && (
        <Tabs
          key={run.id}
          label="The run"
          tabs={[
            tab('Events', events, <Events events={events} />, 'Nothing has happened yet.'),
            tab('Effects', effects, <Effects effects={effects} />, 'Nothing was set going yet.'),
            tab('Timers', timers, <Timers timers={timers} />, 'No timer is open: nothing comes by itself.'),
            {
              name: 'Next',
              count: ways.filter(({ to }) => to.length > 0).length,
              content: <WaysList ways={ways} {...show} />,
            },
          ]}
        />
      )}
    </div>
  );
}
