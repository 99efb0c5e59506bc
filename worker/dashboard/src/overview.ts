// The overview, which most pages want something of.

import { answer, api, type Overview } from "./client";
import { type Answer, useAnswer } from "./refresh";

/** The deployment at a glance. */
export function useOverview(): Answer<Overview> {
  return useAnswer((signal) => answer(api.GET("/overview", { signal })), "overview");
}
