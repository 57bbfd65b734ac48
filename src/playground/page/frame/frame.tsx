/** The page around the blocks. */
import { lazy, Suspense, useEffect, useMemo, useReducer, useState } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { Forms } from '../blocks/forms.js';
import { useClient, useMe, usePiecesOf } from '../model/hooks.js';
import { type LinkedMessage, MessageLinkContext } from '../text/message-link.js';
import { Announcer } from './announcer.js';
import { keepIn, keptIn, useKept, usePlace } from './browser-state.js';
import { Conversation } from './conversation.js';
import { Drafts } from './drafts.js';
import { FileDialog } from './file-dialog.js';
import { FrameContext, type Frame as FrameParts, type OpenFile } from './frame-context.js';
import { noticesAfter } from './notices.js';
import { OfflineBar } from './offline-bar.js';
import { placeIn, shownFor } from './place.js';
import { revealMessage } from './reveal.js';
import { SideBar } from './side-bar.js';
import { Switcher } from './switcher.js';
import { ThreadPane } from './thread-pane.js';
import { Toast } from './toast.js';
import { TopBar } from './top-bar.js';

const INSPECTOR = 'metawsm.inspector';

/** `--inspector` says so in the address, which counts once: who puts it away finds it away after a reload. */
function heedAddress(): void {
  const address = new URL(location.href);
  if (address.searchParams.get('inspector') !== 'on') return;
  keepIn(localStorage, INSPECTOR, 'on');
  address.searchParams.delete('inspector');
  history.replaceState(null, '', address);
}
heedAddress();

const Inspector = lazy(async () => ({ default: (await import('../inspector/inspector.js')).Inspector }));

const DRAFTS = 'metawsm.drafts';

export function Frame() {
  const client = useClient();
  const me = useMe();
  const channels = usePiecesOf('channel');
  const [place, go] = usePlace();
  const [notices, changeNotices] = useReducer(noticesAfter, []);
  const [toast, setToast] = useState<{ text: string }>();
  const [file, setFile] = useState<OpenFile>();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isSwitching, setSwitching] = useState(false);
  const [inspecting, setInspecting] = useKept(INSPECTOR, 'off');
  const drafts = useMemo(
    () => new Drafts(keptIn(sessionStorage, DRAFTS), (text) => keepIn(sessionStorage, DRAFTS, text)),
    [],
  );
  useTitle(channels);
  useKey(
    (event) => event.key === 'k' && (event.ctrlKey || event.metaKey),
    () => setSwitching(true),
  );
  useKey(
    (event) => event.key === 'Escape' && isMenuOpen,
    () => setMenuOpen(false),
  );

  const frame: FrameParts = {
    go,
    drafts,
    notices,
    refuse: ({ channel, thread }, text) =>
      changeNotices({ add: { userId: client.actor, channel, thread, text }, at: Date.now() }),
    dropNotice: (id) => changeNotices({ drop: id }),
    toast: (text) => setToast({ text }),
    openFile: setFile,
  };
  const showMessage = ({ channel: id, ts, thread: root }: LinkedMessage) => {
    const target = channels.find((one) => one.id === id);
    if (!target) return setToast({ text: 'That message is in a channel that you do not see.' });
    const isReply = root !== undefined && root !== ts;
    go(placeIn(target, isReply ? root : undefined));
    revealMessage(ts, isReply ? 'thread-pane' : 'conversation');
  };
  const shown = shownFor(place, channels);
  const { channel, thread } = shown;
  const isInspecting = me?.hasInspector === true && inspecting === 'on';
  const closeMenu = () => setMenuOpen(false);
  return (
    <FrameContext value={frame}>
      <MessageLinkContext value={showMessage}>
        <div
          className={`frame${isMenuOpen ? ' frame--menu' : ''}${isInspecting ? ' frame--inspecting' : ''}`}
        >
          <TopBar
            openMenu={() => setMenuOpen(true)}
            openSwitcher={() => setSwitching(true)}
            isInspecting={isInspecting}
            inspect={me?.hasInspector ? () => setInspecting(isInspecting ? 'off' : 'on') : undefined}
          />
          <OfflineBar />
          <div className="workspace">
            {isMenuOpen && (
              <button
                type="button"
                className="drawer-shade"
                aria-label="Close the menu"
                onClick={closeMenu}
              />
            )}
            <SideBar shown={shown} close={closeMenu} />
            <Conversation shown={shown} />
            {channel && thread && (
              <ThreadPane key={`${channel.id} ${thread} ${me?.userId}`} {...{ channel, thread, shown }} />
            )}
            {isInspecting && (
              <Suspense fallback={null}>
                <Inspector onClose={() => setInspecting('off')} />
              </Suspense>
            )}
          </div>
          <Forms />
          {isSwitching && <Switcher close={() => setSwitching(false)} />}
          {file && <FileDialog file={file} close={() => setFile(undefined)} />}
          {toast && <Toast text={toast.text} done={() => setToast(undefined)} />}
          <Announcer channel={channel?.id} />
        </div>
      </MessageLinkContext>
    </FrameContext>
  );
}

/** The tab says how much waits. */
function useTitle(channels: ChannelPiece[]): void {
  const waiting = channels.reduce((sum, { mentions }) => sum + mentions, 0);
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}metawsm playground`;
  }, [waiting]);
}

function useKey(isMeant: (event: KeyboardEvent) => boolean, run: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isMeant(event)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
