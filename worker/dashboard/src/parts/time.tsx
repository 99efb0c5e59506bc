// Times, in the reader's zone.

const PARTS = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
} as const;
const THIS_YEAR = new Intl.DateTimeFormat(undefined, PARTS);
const ANY_YEAR = new Intl.DateTimeFormat(undefined, { ...PARTS, year: "numeric" });

const EXACT = new Intl.DateTimeFormat(undefined, {
  dateStyle: "full",
  timeStyle: "long",
});

/** A time: milliseconds since 1970, or as RFC 3339 has it. */
export function Time({ at }: { at: number | string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{String(at)}</>;
  const shown = date.getFullYear() === new Date().getFullYear() ? THIS_YEAR : ANY_YEAR;
  return (
    <time dateTime={date.toISOString()} title={`${EXACT.format(date)} (${date.toISOString()})`}>
      {shown.format(date)}
    </time>
  );
}
