// The rule: who leaves loses every website, and hands notes and activities over.

import { ApiError, ask } from "./api.ts";
import type { Env } from "./env.ts";
import type { Journal } from "./journal.ts";

export interface Event {
  type: string;
  timestamp: string;
  data: { email?: string };
}

interface User {
  id: string;
  email: string;
  websites: { id: string }[];
}

export function isLeaver(event: Event): boolean {
  return event.type === "person.left" && typeof event.data?.email === "string";
}

/**
 * Makes every call that is not done yet, and writes down each before the next: `done` has the
 * replies of those that are.
 */
export async function offboard(
  env: Env,
  journal: DurableObjectStub<Journal>,
  delivery: string,
  event: Event,
  done: Map<string, string>,
): Promise<void> {
  async function call<T>(key: string, method: string, path: string, body?: unknown): Promise<T> {
    const known = done.get(key);
    if (known !== undefined) return JSON.parse(known) as T;
    let reply: unknown;
    try {
      reply = await ask(env, method, path, body);
    } catch (error) {
      const gone = error instanceof ApiError && error.status === 404 && key.startsWith("website/");
      if (!gone) throw error;
      reply = null;
    }
    await journal.record(delivery, key, `${method} ${path}`, JSON.stringify(reply));
    return reply as T;
  }

  const email = event.data.email?.toLowerCase();
  const path = `/users?id=${encodeURIComponent(env.WEBSITE_ID)}`;
  const { users } = await call<{ users: User[] }>("user", "GET", path);
  const user = users.find((one) => one.email.toLowerCase() === email);
  // Somebody who is no user here has nothing to lose.
  if (user === undefined) return;
  for (const { id } of user.websites) {
    const seat = { userId: user.id, websiteId: id };
    await call(`website/${id}`, "POST", "/disconnect-user-from-website", seat);
  }
  const handover = { oldUserId: user.id, newUserId: env.SUCCESSOR_ID };
  await call("notes", "POST", "/reassign-notes", handover);
  await call("activities", "POST", "/reassign-activities", handover);
}
