import type { ChannelPiece, HintPiece } from '../../scene/scene.js';
import { useClient, useMe, usePiece, usePiecesOf } from '../model/hooks.js';
import { codeClass } from '../text/code-class.js';
import { useKept } from './browser-state.js';
import { draftKey } from './drafts.js';
import { useActors, useFrame } from './frame-context.js';
import { hintParts } from './hint-text.js';
import { Icon } from './icon.js';
import { firstNameOf } from './looks.js';
import { type Place, placeIn, type Shown } from './place.js';

interface Props {
  shown: Shown;
  /** Below a thread that may stand in its channel's place. */
  inThread?: true;
}

/** The next thing to try. It can be put away and called back. */
export function HintLine({ shown, inThread }: Props) {
  const hint = usePiece('hint', 'hint');
  const client = useClient();
  const [isHidden, keepHidden] = useKept('metawsm.hint', 'shown');
  if (!hint) return null;
  if (isHidden === 'hidden') {
    return (
      <button type="button" className="hint-back" onClick={() => keepHidden('shown')}>
        <Icon name="bulb" size={16} /> What can I try next?
      </button>
    );
  }
  return (
    <section className="hint-box" aria-label="The next thing to try">
      <div className="hint">
        {hint.of > 0 && (
          <span className="hint__steps">
            <span className="hint__dots" aria-hidden="true">
              {Array.from({ length: hint.of }, (_, index) => (
                <i
                  key={index}
                  className={index + 1 < hint.at ? 'done' : index + 1 === hint.at ? 'now' : ''}
                />
              ))}
            </span>
            {hint.at} of {hint.of}
          </span>
        )}
        <p className="hint__text" aria-live="polite">
          {hintParts(hint.text).map((part) =>
            part.code ? (
              <code key={part.text} className={codeClass(part.text)}>
                {part.text}
              </code>
            ) : (
              <span key={part.text}>{part.text}</span>
            ),
          )}
          {hint.links && ' '}
          {hint.links?.map(({ label, href }) => (
            <a key={href} href={client.href(href)} target="_blank" rel="noreferrer">
              {label}
            </a>
          ))}
        </p>
        <HintButton {...{ shown, inThread }} />
        <button
          type="button"
          className="icon-button hint__hide"
          aria-label="Hide hints"
          title="Hide hints"
          onClick={() => keepHidden('hidden')}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
    </section>
  );
}

/** Goes where the hint happens, as the person it names, and puts its line into the composer. */
function HintButton({ shown, inThread }: Props) {
  const hint = usePiece('hint', 'hint');
  const client = useClient();
  const me = useMe();
  const channels = usePiecesOf('channel');
  const actors = useActors();
  const { go, drafts } = useFrame();
  if (!hint || !me) return null;
  const actor = actors.find(({ id }) => id === hint.actAs && id !== me.userId);
  const channel = channels.find(({ id }) => id === hint.channel);
  const way = wayTo(hint, channel, shown);
  if (hint.insert === undefined && !actor && !way) return null;
  const follow = () => {
    if (actor) client.actAs(actor.id);
    if (way) go(way.place);
    else if (channel && inThread && hint.insert !== undefined) go(placeIn(channel));
    const target = hint.channel ?? shown.channel?.id;
    if (hint.insert === undefined || target === undefined) return;
    drafts.set(draftKey(actor?.id ?? me.userId, target), hint.insert);
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>('.conversation .composer__text')?.focus();
    });
  };
  const label = actor ? `Act as ${firstNameOf(actor)}` : (way?.label ?? 'Type it for me');
  return (
    <button type="button" className="plain-button hint__do" onClick={follow}>
      {label}
    </button>
  );
}

/** Where the hint happens, if that is not on screen. */
function wayTo(
  hint: HintPiece,
  channel: ChannelPiece | undefined,
  shown: Shown,
): { place: Place; label: string } | undefined {
  const isHome = shown.isApp && shown.tab === 'home';
  if (hint.home) return isHome ? undefined : { place: { at: 'app', tab: 'home' }, label: 'Open App Home' };
  if (channel === undefined) return undefined;
  const isHere = !isHome && channel.id === shown.channel?.id;
  if (hint.thread !== undefined) {
    const isOpen = isHere && shown.thread === hint.thread;
    return isOpen ? undefined : { place: placeIn(channel, hint.thread), label: 'Open the thread' };
  }
  const name = channel.kind === 'im' ? channel.name : `#${channel.name}`;
  return isHere ? undefined : { place: placeIn(channel), label: `Go to ${name}` };
}
