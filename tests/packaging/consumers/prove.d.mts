import type { WibiClick, WibiClickError } from "wibiclick";
import type { verify, WebhookError } from "wibiclick/webhooks";

/** What the proof needs of the package. */
export interface Loaded {
  WibiClick: typeof WibiClick;
  WibiClickError: typeof WibiClickError;
  verify: typeof verify;
  WebhookError: typeof WebhookError;
}

export function prove(loaded: Loaded, sandbox: string): Promise<Record<string, unknown>>;
