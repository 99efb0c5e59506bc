// Data as it is.

/** A value as JSON; `label` names it to those who cannot see what is around it. */
export function Json({ value, label }: { value: unknown; label: string }) {
  return (
    // Wide lines are scrolled, also with the keyboard.
    <pre tabIndex={0} role="region" aria-label={label}>
      <code>{JSON.stringify(value, null, 2)}</code>
    </pre>
  );
}

/** Small records in a line or two: `userId user_1, websiteId site_2`. */
export function Params({ params }: { params: Record<string, unknown> }) {
  const entries = Object.entries(params);
  if (entries.length === 0) return <span class="params">without params</span>;
  return (
    <span class="params">
      {entries.map(([name, value]) => (
        <span key={name}>
          {name} <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
        </span>
      ))}
    </span>
  );
}
