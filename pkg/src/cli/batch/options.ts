// What `wibiclick batch` can be told.

import type { ApiOptions } from "../api.js";
import type { Format } from "./rows.js";

export interface BatchOptions extends ApiOptions {
  action?: string;
  format?: Format;
  map?: string[];
  concurrency: number;
  continueOnFail?: true;
  /** The line of the first row that is carried out. */
  from: number;
  dryRun?: true;
  output?: string;
  yes?: true;
  json?: true;
}
