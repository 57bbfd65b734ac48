/** The page around the blocks. */
import { lazy, Suspense, useEffect, useMemo, useReducer, useState } from 'react';
import { Forms } from '../blocks/forms.js';
import { useClient, useMe, usePiecesOf } from '../model/hooks.js';
import { Announcer } from './announcer.js';
import { keepIn, keptIn, useKept, usePlace } from './browser-state.js';
import { Conversation } from './conversation.js';
import { Drafts } from './drafts.js';
import { FileDialog } from './file-dialog.js';
import { FrameContext, type Frame as FrameParts, type OpenFile } from './frame-context.js';
import { noticesAfter } from './notices.js';
import { OfflineBar } from './offline-bar.js';
import { shownFor } from './place.js';
import { SideBar } from './side-bar.js';
import { Switcher } from './switcher.js';
import { ThreadPane } from './thread-pane.js';
import { Toast } from './toast.js';
import { TopBar } from './top-bar.js';

/** `--inspector` says so in the address. */
const ASKED_FOR = new URLSearchParams(location.search).get('inspector') === 'on' ? 'on' : 'off';

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
  const [inspecting, setInspecting] = useKept('metawsm.inspector', ASKED_FOR);
  const drafts = useMemo(
    () => new Drafts(keptIn(sessionStorage, DRAFTS), (text) => keepIn(sessionStorage, DRAFTS, text)),
    [],
  );
  useSwitcherKey(() => setSwitching(true));

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
  const shown = shownFor(place, channels);
  const { channel, thread } = shown;
  const isInspecting = me?.hasInspector === true && inspecting === 'on';
  const closeMenu = () => setMenuOpen(false);
  return (
    <FrameContext value={frame}>
      <div className={`frame${isMenuOpen ? ' frame--menu' : ''}${isInspecting ? ' frame--inspecting' : ''}`}>
        <TopBar
          openMenu={() => setMenuOpen(true)}
          openSwitcher={() => setSwitching(true)}
          isInspecting={isInspecting}
          inspect={me?.hasInspector ? () => setInspecting(isInspecting ? 'off' : 'on') : undefined}
        />
        <OfflineBar />
        <div className="workspace">
          {isMenuOpen && (
            <button type="button" className="drawer-shade" aria-label="Close the menu" onClick={closeMenu} />
          )}
          <SideBar shown={shown} close={closeMenu} />
          <Conversation shown={shown} />
          {channel && thread && (
            <ThreadPane key={`${channel.id} ${thread} ${me?.userId}`} channel={channel} thread={thread} />
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
    </FrameContext>
  );
}

function useSwitcherKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
