// The admin API, typed by its description (docs/admin-api.openapi.yaml).

import createClient from "openapi-fetch";
import type { components, operations, paths } from "./api";

type Schemas = components["schemas"];
export type Delivery = Schemas["Delivery"];
export type WholeDelivery = Schemas["WholeDelivery"];
export type Call = Schemas["Call"];
export type Event = Schemas["Event"];
export type Hour = Schemas["Hour"];
export type Identity = Schemas["Identity"];
export type Overview = Schemas["Overview"];
export type Plan = Schemas["Plan"];
export type Problem = Schemas["Problems"]["problems"][number];
export type Source = Overview["sources"][number];
export type Subject = Schemas["Subject"];
/** Which deliveries a list has. */
export type Filter = NonNullable<operations["listDeliveries"]["parameters"]["query"]>;
/** Which deliveries something is done to. */
export type Many = components["requestBodies"]["Many"]["content"]["application/json"];

export const api = createClient<paths>({ baseUrl: "/admin/api" });

/** The API did not do what it was asked; `message` is in its words. */
export class Refused extends Error {
  /** What is wrong with a hooks.toml. */
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.problems = problems;
  }
}

interface Asked<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for, or {@link Refused}. Without a session it is back to signing in. */
export async function answer<T>(asked: Promise<Asked<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw new Refused(`The Worker cannot be reached (${String(reason)}).`);
  });
  if (response.status === 401) {
    location.assign("/admin");
    return new Promise(() => {});
  }
  if (data !== undefined) return data;
  throw refusal(response.status, error);
}

function refusal(status: number, error: unknown): Refused {
  if (typeof error === "object" && error !== null) {
    if ("problems" in error) {
      return new Refused("The hooks.toml is not usable.", error.problems as Problem[]);
    }
    if ("error" in error) return new Refused(String(error.error));
  }
  return new Refused(`The Worker answered with status ${status}, and did not say why.`);
}

/** What was thrown, as an error. */
export function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
