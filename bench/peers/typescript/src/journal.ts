// What happened to every delivery, in a Durable Object with a database.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";

const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
const LEASE_MS = 120_000;

export type Status = "stored" | "ignored" | "running" | "waiting" | "done" | "dead";

/** A call that is done. */
export interface Call {
  key: string;
  reply: string;
}

export interface Begun {
  body: string;
  calls: Call[];
  number: number;
}

export class Journal extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY,
        body TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        received_at INTEGER NOT NULL,
        leased_until INTEGER NOT NULL DEFAULT 0,
        settled_at INTEGER
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS deliveries_received ON deliveries (received_at);
      CREATE TABLE IF NOT EXISTS calls (
        delivery TEXT NOT NULL,
        key TEXT NOT NULL,
        request TEXT NOT NULL,
        reply TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        PRIMARY KEY (delivery, key)
      ) WITHOUT ROWID;
    `);
    void state.blockConcurrencyWhile(async () => {
      const alarm = await state.storage.getAlarm();
      if (alarm === null) await state.storage.setAlarm(Date.now() + DAY_MS);
    });
  }

  /** Stores a delivery, unless it is known. */
  claim(id: string, body: string, wanted: boolean): { status: Status; duplicate: boolean } {
    const known = this.#status(id);
    if (known !== undefined) return { status: known, duplicate: true };
    const status = wanted ? "stored" : "ignored";
    const now = Date.now();
    this.#sql.exec(
      "INSERT INTO deliveries (id, body, status, received_at, settled_at) VALUES (?, ?, ?, ?, ?)",
      ...[id, body, status, now, wanted ? null : now],
    );
    return { status, duplicate: false };
  }

  /** Starts an attempt, unless it is settled or one is under way. */
  begin(id: string): Begun | "settled" | "busy" {
    const now = Date.now();
    const [row] = this.#sql
      .exec<{ body: string; status: Status; attempts: number; leased_until: number }>(
        "SELECT body, status, attempts, leased_until FROM deliveries WHERE id = ?",
        id,
      )
      .toArray();
    if (row === undefined || row.status === "done" || row.status === "dead") return "settled";
    if (row.status === "running" && row.leased_until > now) return "busy";
    const number = row.attempts + 1;
    this.#sql.exec(
      "UPDATE deliveries SET status = 'running', attempts = ?, leased_until = ? WHERE id = ?",
      ...[number, now + LEASE_MS, id],
    );
    const known = "SELECT key, reply FROM calls WHERE delivery = ?";
    const calls = this.#sql.exec<{ key: string; reply: string }>(known, id).toArray();
    return { body: row.body, calls, number };
  }

  /** Writes down what a call was answered, and renews the lease. */
  record(id: string, key: string, request: string, reply: string): void {
    const now = Date.now();
    this.#sql.exec(
      "INSERT OR REPLACE INTO calls (delivery, key, request, reply, made_at) VALUES (?, ?, ?, ?, ?)",
      ...[id, key, request, reply, now],
    );
    const lease = now + LEASE_MS;
    this.#sql.exec("UPDATE deliveries SET leased_until = ? WHERE id = ?", lease, id);
  }

  settle(id: string, status: "done" | "dead", reason: string | null = null): void {
    this.#sql.exec(
      "UPDATE deliveries SET status = ?, reason = ?, settled_at = ? WHERE id = ?",
      ...[status, reason, Date.now(), id],
    );
  }

  wait(id: string, reason: string): void {
    const waits = "UPDATE deliveries SET status = 'waiting', reason = ? WHERE id = ?";
    this.#sql.exec(waits, reason, id);
  }

  override async alarm(): Promise<void> {
    const before = Date.now() - KEPT_MS;
    const old = "SELECT id FROM deliveries WHERE received_at < ?";
    this.#sql.exec(`DELETE FROM calls WHERE delivery IN (${old})`, before);
    this.#sql.exec("DELETE FROM deliveries WHERE received_at < ?", before);
    await this.ctx.storage.setAlarm(Date.now() + DAY_MS);
  }

  #status(id: string): Status | undefined {
    const rows = this.#sql.exec<{ status: Status }>(
      "SELECT status FROM deliveries WHERE id = ?",
      id,
    );
    return rows.toArray()[0]?.status;
  }
}
