/** What one can do with a message: reply, shortcuts of the app, copy, edit, delete. */
import { useState } from 'react';
import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { Dialog } from './dialog.js';
import { useFrame, useGoThread, useNames } from './frame-context.js';
import { Icon } from './icon.js';
import { Menu, type MenuItem } from './menu.js';
import { readable } from './wire-text.js';

interface Props {
  piece: MessagePiece;
  channel: ChannelPiece;
  isOwn: boolean;
  canReply: boolean;
  edit: () => void;
  setMenuOpen: (isOpen: boolean) => void;
}

export function MessageToolbar({ piece, channel, isOwn, canReply, edit, setMenuOpen }: Props) {
  const goThread = useGoThread(channel);
  const [isDeleting, setDeleting] = useState(false);
  const root = piece.message.thread_ts ?? piece.message.ts;
  const own: MenuItem[] = [
    { key: 'edit', label: 'Edit message', run: edit },
    { key: 'delete', label: 'Delete message…', isDanger: true, run: () => setDeleting(true) },
  ];
  const items = [...useMenuItems(piece), ...(isOwn ? own : [])];
  return (
    <div className="message-toolbar">
      {canReply && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => goThread(root)}
        >
          <Icon name="reply" size={18} />
        </button>
      )}
      <Menu label="More actions" className="icon-button" items={items} onOpenChange={setMenuOpen}>
        <Icon name="more" size={18} />
      </Menu>
      {isDeleting && <DeleteDialog piece={piece} close={() => setDeleting(false)} />}
    </div>
  );
}

function useMenuItems(piece: MessagePiece): MenuItem[] {
  const client = useClient();
  const names = useNames();
  const { toast } = useFrame();
  const bot = useMe();
  const on = `message:${piece.message.channel}:${piece.message.ts}`;
  const shortcuts = (bot?.shortcuts ?? []).filter(({ type }) => type === 'message');
  return [
    ...shortcuts.map(({ name, callbackId, description }) => ({
      key: callbackId,
      label: name,
      detail: description,
      run: async () => {
        const answer = await client.send({ do: 'shortcut', callbackId, on });
        if (!answer.ok) toast(answer.text);
      },
    })),
    {
      key: 'copy',
      label: 'Copy text',
      run: () =>
        navigator.clipboard
          .writeText(readable(piece.message.text, names))
          .then(() => toast('Copied.'))
          .catch(() => toast('The browser did not allow to copy.')),
    },
  ];
}

function DeleteDialog({ piece, close }: { piece: MessagePiece; close: () => void }) {
  const client = useClient();
  const { toast } = useFrame();
  const names = useNames();
  const remove = async () => {
    close();
    const on = `message:${piece.message.channel}:${piece.message.ts}`;
    const answer = await client.send({ do: 'delete', on });
    if (!answer.ok) toast(answer.text);
  };
  return (
    <Dialog
      title="Delete message"
      close={close}
      footer={
        <>
          <button type="button" className="plain-button" onClick={close}>
            Cancel
          </button>
          <button type="button" className="plain-button plain-button--red" onClick={remove}>
            Delete
          </button>
        </>
      }
    >
      <p>Are you sure you want to delete this message? This cannot be undone.</p>
      <blockquote className="quoted">{readable(piece.message.text, names)}</blockquote>
    </Dialog>
  );
}
