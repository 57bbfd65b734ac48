/** The forms that are open on this person's screen: one dialog that shows the topmost. */
import { useClient, usePiecesOf } from '../model/hooks.js';
import { Form } from './form.js';
import { useModal } from './modal.js';

export function Forms() {
  const open = usePiecesOf('view').toSorted((one, other) => one.depth - other.depth);
  const top = open.at(-1);
  if (!top) return null;
  return <FormDialog key={open[0]!.id} ids={open.map(({ id }) => id)} />;
}

/** Stays while forms are pushed onto and taken from the first one. */
function FormDialog({ ids }: { ids: string[] }) {
  const client = useClient();
  const ref = useModal();
  const views = usePiecesOf('view');
  const top = views.find(({ id }) => id === ids.at(-1));
  const closeTop = () => void client.send({ do: 'close', view: ids.at(-1)! });
  const closeAll = async () => {
    for (const id of ids.toReversed()) await client.send({ do: 'close', view: id });
  };
  return (
    <dialog
      ref={ref}
      className="dialog dialog--form"
      aria-labelledby="form-title"
      onCancel={(event) => {
        event.preventDefault();
        closeTop();
      }}
    >
      {top && (
        <Form
          key={top.id}
          view={top}
          isPushed={ids.length > 1}
          onBack={closeTop}
          onClose={() => void closeAll()}
        />
      )}
    </dialog>
  );
}
