// The entry `wibiclick`: the client.

export * from "./actions.js";
export * from "./client.js";
export * from "./error.js";
export type { DownloadedFile, FileContent, FileInput } from "./file.js";
