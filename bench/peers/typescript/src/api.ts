// The API, as far as the rule needs it.

import type { Env } from "./env.ts";

const RETRYABLE = [408, 409, 425, 429];
const TIMEOUT_MS = 30_000;

export class ApiError extends Error {
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, status?: number, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get retryable(): boolean {
    return this.status === undefined || this.status >= 500 || RETRYABLE.includes(this.status);
  }
}

export async function ask<T>(env: Env, method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { authorization: `Bearer ${env.WIBICLICK_API_KEY}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`${env.WIBICLICK_BASE_URL}${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new ApiError(`${method} ${path}: ${String(error)}`);
  }
  if (response.ok) return response.json();
  const wait = Number(response.headers.get("retry-after"));
  const text = await response.text();
  throw new ApiError(
    `${method} ${path}: ${response.status} ${text.slice(0, 500)}`,
    response.status,
    Number.isFinite(wait) && wait > 0 ? wait : undefined,
  );
}
