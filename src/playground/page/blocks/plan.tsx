/** A plan and the tasks in it. */
import { isRecord, type Json, records, text } from '../../server/json.js';
import { decoded } from '../text/sequences.js';
import { SlackLink } from '../text/slack-link.js';
import { LibraryBlock } from './library-block.js';
import './plan.css';

export function PlanBlock({ block }: { block: Json }) {
  return (
    <section className="plan" aria-label={decoded(text(block.title))}>
      <div className="plan__title">{decoded(text(block.title))}</div>
      <ol className="plan__tasks">
        {records(block.tasks).map((task, at) => (
          <li key={text(task.task_id) || `${at}`}>
            <Task task={task} />
          </li>
        ))}
      </ol>
    </section>
  );
}

export function TaskCardBlock({ block }: { block: Json }) {
  return (
    <div className="plan">
      <Task task={block} />
    </div>
  );
}

const STATUSES: Record<string, string> = {
  pending: 'Not started',
  in_progress: 'In progress',
  complete: 'Done',
  error: 'Failed',
};

function Task({ task }: { task: Json }) {
  const status = text(task.status) in STATUSES ? text(task.status) : 'pending';
  return (
    <div className={`task task--${status}`}>
      <span className="task__mark" role="img" aria-label={STATUSES[status]} />
      <div className="task__text">
        {task.hide_title !== true && <div className="task__title">{decoded(text(task.title))}</div>}
        {[task.details, task.output].filter(isRecord).map((part, at) => (
          <div className="task__detail" key={at === 0 ? 'first' : 'second'}>
            <LibraryBlock block={{ type: 'rich_text', ...part }} />
          </div>
        ))}
        {records(task.sources).map((source) => (
          <div className="task__detail" key={text(source.url)}>
            <SlackLink href={text(source.url)}>{text(source.text) || text(source.url)}</SlackLink>
          </div>
        ))}
      </div>
    </div>
  );
}
