/** Why something was not taken, beside what was pressed. */
export function Refusal({ text }: { text: string | undefined }) {
  return (
    <span className="refusal" role="status" aria-live="polite">
      {text && (
        <>
          <span aria-hidden="true">⚠ </span>
          {text}
        </>
      )}
    </span>
  );
}
