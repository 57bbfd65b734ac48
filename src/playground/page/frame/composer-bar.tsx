import { useClient, useMe } from '../model/hooks.js';
import { useFrame } from './frame-context.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';

interface Props {
  canSend: boolean;
  hasSlash: boolean;
  insert: (sign: string) => void;
  submit: () => void;
}

/** Buttons below the text: the app's global shortcuts, signs, send. */
export function ComposerBar({ canSend, hasSlash, insert, submit }: Props) {
  const client = useClient();
  const { toast } = useFrame();
  const shortcuts = (useMe()?.shortcuts ?? []).filter(({ type }) => type === 'global');
  const use = async (callbackId: string) => {
    const answer = await client.send({ do: 'shortcut', callbackId });
    if (!answer.ok) toast(answer.text);
  };
  return (
    <div className="composer__bar">
      {shortcuts.length > 0 && (
        <Menu
          label="Shortcuts"
          className="icon-button"
          heading="Shortcuts"
          items={shortcuts.map(({ name, description, callbackId }) => ({
            key: callbackId,
            label: name,
            detail: description,
            run: () => use(callbackId),
          }))}
        >
          <Icon name="bolt" size={18} />
        </Menu>
      )}
      <SignButton label="Mention somebody" icon="at" onClick={() => insert('@')} />
      {hasSlash && <SignButton label="Run a command" icon="slash" onClick={() => insert('/')} />}
      <span className="composer__keys">
        <kbd>Shift</kbd> <kbd>Enter</kbd> for a new line
      </span>
      <button
        type="button"
        className="composer__send"
        aria-label="Send"
        title="Send"
        disabled={!canSend}
        onClick={submit}
      >
        <Icon name="send" size={18} />
      </button>
    </div>
  );
}

function SignButton({ label, icon, onClick }: { label: string; icon: 'at' | 'slash'; onClick: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={18} />
    </button>
  );
}
