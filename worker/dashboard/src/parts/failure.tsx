// What went wrong, in the words of who knows.

/** An error, where there is one. */
export function Failure({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p class="failure" role="alert">
      {error.message}
    </p>
  );
}

/** Stands where an answer will be: on its way, or why it does not come. */
export function Awaited({ error }: { error: Error | null }) {
  return error ? <Failure error={error} /> : <p aria-busy="true">Asking the Worker …</p>;
}
