import { Avatar } from './avatar.js';
import type { Choice, Completion, CompletionKind } from './completion.js';
import { Icon, type IconName } from './icon.js';

const HEADINGS: Record<CompletionKind, string> = {
  command: 'Commands',
  verb: 'What it can do',
  person: 'People and apps',
  channel: 'Channels',
};

const SIGNS: Record<CompletionKind, IconName> = {
  command: 'slash',
  verb: 'slash',
  person: 'at',
  channel: 'hash',
};

export const choiceId = (listId: string, at: number): string => `${listId}-${at}`;

interface Props {
  completion: Completion;
  at: number;
  listId: string;
  choose: (choice: Choice) => void;
}

/** What may be put in, above the composer; the keys are the composer's. */
export function CompletionList({ completion, at, listId, choose }: Props) {
  return (
    <div className="completion">
      <p className="completion__heading">
        {HEADINGS[completion.kind]}
        <span className="completion__keys">
          <kbd>↑</kbd> <kbd>↓</kbd> to move, <kbd>Tab</kbd> to take, <kbd>Esc</kbd> to close
        </span>
      </p>
      <div id={listId} role="listbox" aria-label={HEADINGS[completion.kind]} className="completion__choices">
        {completion.choices.map((choice, index) => (
          <div
            key={choice.value}
            id={choiceId(listId, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={`completion__choice${index === at ? ' completion__choice--chosen' : ''}`}
            ref={index === at ? intoView : undefined}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            {choice.userId ? (
              <Avatar userId={choice.userId} size="small" />
            ) : (
              <span className="completion__sign">
                <Icon name={SIGNS[completion.kind]} size={18} />
              </span>
            )}
            <span className="completion__title">
              {choice.title}
              {choice.usage && <span className="completion__usage"> {choice.usage}</span>}
            </span>
            <span className="completion__detail">{choice.detail}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
