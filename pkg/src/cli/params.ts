// Params out of texts, typed by the catalogue. What fits no type stays text: the client says what
// it expected.

import { basename } from "node:path";
import type { CatalogueEntry, CatalogueParam } from "wibiclick";
import { Misuse } from "./failure.js";
import { bytesOf } from "./input.js";

/** Params of an action out of texts by name; a name that it does not have is left to the client. */
export async function typed(
  action: CatalogueEntry,
  texts: Iterable<readonly [string, string]>,
): Promise<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  for (const [name, text] of texts) {
    const param = action.params.find((it) => it.name === name);
    params[name] = param === undefined ? text : await valueOf(param, text);
  }
  return params;
}

/** Params that are written as a JSON object. */
export function parsed(text: string, what: string): Record<string, unknown> {
  const value = fromJson(text, what);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Misuse(`${what} is no JSON object; expected {"name": value, …}`);
}

async function valueOf({ name, type }: CatalogueParam, text: string): Promise<unknown> {
  switch (type) {
    case "integer":
    case "month":
    case "number":
      return numberOf(text.trim()) ?? text;
    case "boolean":
      return /^(true|false)$/i.test(text.trim()) ? /true/i.test(text) : text;
    case "list":
    case "record":
      return fromJson(text, `\`${name}\``);
    case "any":
      return /^\s*[[{"]/.test(text) ? fromJson(text, `\`${name}\``) : text;
    case "file":
      return fileOf(name, text);
    default:
      return text;
  }
}

/** A number as people write it; none where JavaScript would round it. */
function numberOf(text: string): number | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return text.includes(".") || Number.isSafeInteger(number) ? number : undefined;
}

/** What a JSON text says. */
export function fromJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // Where, and nothing of the text, which the error repeats: it may have a secret in it.
    const at = /position \d+/.exec((error as Error).message);
    throw new Misuse(`${what} is no JSON${at === null ? "" : `, from ${at[0]} on`}`);
  }
}

const MEDIA_TYPES: Record<string, string> = {
  csv: "text/csv",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webp: "image/webp",
};

async function fileOf(name: string, text: string) {
  if (!text.startsWith("@")) {
    throw new Misuse(`\`${name}\` is a file; expected its path after an @: ${name}=@file.pdf`);
  }
  const path = text.slice(1);
  const extension = path.split(".").at(-1)?.toLowerCase() ?? "";
  return {
    fileName: basename(path),
    contentType: MEDIA_TYPES[extension] ?? "application/octet-stream",
    data: await bytesOf(path, `\`${name}\``),
  };
}
