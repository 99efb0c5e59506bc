// What the deployment is set to.

import type { Journal } from "./journal.ts";

export interface Message {
  source: string;
  id: string;
}

export interface Env {
  JOURNAL: DurableObjectNamespace<Journal>;
  DELIVERIES: Queue<Message>;
  RATE_LIMITER: RateLimit;
  STANDARD_WEBHOOK_SECRET: string;
  WIBICLICK_BASE_URL: string;
  WIBICLICK_API_KEY: string;
  WEBSITE_ID: string;
  SUCCESSOR_ID: string;
}

export function log(
  level: "log" | "warn" | "error",
  message: string,
  fields: Record<string, string>,
): void {
  console[level](JSON.stringify({ message, ...fields }));
}
