// Why a command ends without having done what it was asked for, and with which exit code.

import { WebhookError } from "wibiclick/webhooks";
import { WibiClickError } from "wibiclick";

/** What was asked for is not so, or did not succeed. */
export class Failure extends Error {
  /** What `--json` tells beside the message. */
  readonly details: Record<string, unknown>;

  constructor(message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.details = details;
  }
}

/** The command was not used as it is meant to be; nothing was done. */
export class Misuse extends Error {}

/** Ended by Ctrl-C. */
export class Interrupted extends Error {}

/** How the program ends: what its exit codes mean. */
export const EXIT = { done: 0, failed: 1, misused: 2, interrupted: 130 } as const;

/** An error as people read it, as programs do, and the exit code. */
export interface Told {
  message: string;
  details: Record<string, unknown>;
  exitCode: number;
}

/** What is to be told of an error; one that is none of ours is a fault of this program. */
export function told(error: unknown): Told {
  if (error instanceof WibiClickError) return ofCall(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Failure) return { message, details: error.details, exitCode: EXIT.failed };
  if (error instanceof Misuse) return { message, details: {}, exitCode: EXIT.misused };
  if (error instanceof Interrupted) return { message, details: {}, exitCode: EXIT.interrupted };
  if (error instanceof WebhookError) {
    const isOurs = error.kind === "invalid-arguments" || error.kind === "bad-secret";
    const exitCode = isOurs ? EXIT.misused : EXIT.failed;
    return { message, details: { kind: error.kind }, exitCode };
  }
  return { message: `a fault of this program: ${message}`, details: {}, exitCode: EXIT.failed };
}

/** A call's error without what is not known of it. */
export function fieldsOf(error: WibiClickError): Record<string, unknown> {
  const { kind, action, status, issues, body, retryAfterMs, retryable } = error;
  return {
    kind,
    ...(action !== undefined && { action }),
    ...(status !== undefined && { status }),
    ...(issues.length > 0 && { issues }),
    ...(body !== undefined && { body }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    retryable,
  };
}

function ofCall(error: WibiClickError): Told {
  const exitCode = error.kind === "invalid-params" ? EXIT.misused : EXIT.failed;
  return { message: error.message, details: fieldsOf(error), exitCode };
}
