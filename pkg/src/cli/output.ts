// What goes out: results to standard output, everything else to standard error.

/** A line, or several, of the result. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The result as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** What is to be known beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whoever reads the output may stop: `wibiclick catalogue | head`. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

/** Columns as wide as what is in them; the last one ends where it ends. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** Headers as they are written in a request. */
export function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

/** Each line moved to the right. */
export function indented(text: string, by = "  "): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

/** A number of things: `1 rule`, `2 rules`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
