/** Elements that the page shows but cannot serve. */
export function NotOffered({ what }: { what: string }) {
  return (
    <span className="not-offered" aria-disabled="true">
      {what} <small>(not offered here)</small>
    </span>
  );
}
