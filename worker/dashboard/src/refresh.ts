// What is shown stays true: it is asked for again every ten seconds while somebody
// looks, and at once when something was done.

import { useEffect, useRef, useState } from "preact/hooks";
import { errorOf } from "./client";

const EVERY_MS = 10_000;
const DONE = "something-done";

/** Tells all that is shown that something was done. */
export function somethingDone(): void {
  dispatchEvent(new Event(DONE));
}

/** Calls back after each time that something was done. */
export function useWhenDone(then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    const call = (): void => latest.current();
    addEventListener(DONE, call);
    return () => removeEventListener(DONE, call);
  }, []);
}

/** What came of asking: the last value, and why there is no newer one. */
export interface Answer<T> {
  value: T | null;
  error: Error | null;
}

/** Asks, and asks again; from the start when `about` changes. */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>, about: string): Answer<T> {
  const [state, setState] = useState<Answer<T> & { about: string }>();
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const over = new AbortController();
    const askNow = async (): Promise<void> => {
      try {
        const value = await latest.current(over.signal);
        if (!over.signal.aborted) setState({ about, value, error: null });
      } catch (reason) {
        if (over.signal.aborted) return;
        const error = errorOf(reason);
        setState((was) => ({ about, value: was?.about === about ? was.value : null, error }));
      }
    };
    const askIfSeen = (): void => {
      if (document.visibilityState === "visible") void askNow();
    };
    void askNow();
    const timer = setInterval(askIfSeen, EVERY_MS);
    document.addEventListener("visibilitychange", askIfSeen);
    addEventListener(DONE, askIfSeen);
    return () => {
      over.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", askIfSeen);
      removeEventListener(DONE, askIfSeen);
    };
  }, [about]);
  return state?.about === about ? state : { value: null, error: null };
}
