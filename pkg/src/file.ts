// Files, in and out: what crosses into wasm is JSON, and bytes are base64 there.

/** A file to upload: a `Blob` or `File`, bytes, or bytes with a name and a media type. */
export type FileInput = Blob | Uint8Array | FileContent;

/** A file's bytes, with its name and media type. */
export interface FileContent {
  /** Its name, as the receiver sees it. */
  fileName: string;
  /** Its media type: `image/png`. */
  contentType: string;
  /** Its bytes, or the same in base64. */
  data: Uint8Array | string;
}

/** A file that was downloaded. */
export interface DownloadedFile {
  /** The name that the API gave it. */
  fileName: string;
  /** Its media type. */
  contentType: string;
  /** Its bytes. */
  data: Uint8Array;
}

const UNKNOWN_TYPE = "application/octet-stream";

/** The params with each file as JSON has it; a `Blob` has to be waited for. */
export async function withFiles(params: unknown): Promise<unknown> {
  if (!isObject(params)) return params;
  const blobs = Object.entries(params).filter(([, value]) => value instanceof Blob);
  if (blobs.length === 0) return withBytes(params);
  const read = blobs.map(async ([name, blob]) => {
    const bytes = new Uint8Array(await (blob as Blob).arrayBuffer());
    return [name, ofBlob(name, blob as Blob, bytes)] as const;
  });
  return withBytes({ ...params, ...Object.fromEntries(await Promise.all(read)) });
}

/**
 * The same at once, for a preview, which shows how large a file is, and not what
 * is in it: a `Blob` is as many zeros.
 */
export function withFileSizes(params: unknown): unknown {
  if (!isObject(params)) return params;
  const sized = Object.entries(params).map(([name, value]) => [
    name,
    value instanceof Blob ? ofBlob(name, value, new Uint8Array(value.size)) : value,
  ]);
  return withBytes(Object.fromEntries(sized) as Record<string, unknown>);
}

/** A downloaded file, with its bytes instead of base64. */
export function downloaded(reply: unknown): DownloadedFile {
  const { fileName, contentType, data } = reply as FileContent & { data: string };
  return {
    fileName,
    contentType,
    data: Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)),
  };
}

function ofBlob(name: string, blob: Blob, data: Uint8Array): FileContent {
  return {
    fileName: "name" in blob && typeof blob.name === "string" && blob.name ? blob.name : name,
    contentType: blob.type || UNKNOWN_TYPE,
    data,
  };
}

function withBytes(params: Record<string, unknown>): Record<string, unknown> {
  let written = params;
  for (const [name, value] of Object.entries(params)) {
    let content: FileContent | undefined;
    if (value instanceof Uint8Array) {
      content = { fileName: name, contentType: UNKNOWN_TYPE, data: value };
    } else if (isObject(value) && value["data"] instanceof Uint8Array) {
      content = value as unknown as FileContent;
    }
    if (content !== undefined) {
      written = { ...written, [name]: { ...content, data: base64(content.data as Uint8Array) } };
    }
  }
  return written;
}

function base64(bytes: Uint8Array): string {
  // As many arguments as every engine takes.
  const CHUNK = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
