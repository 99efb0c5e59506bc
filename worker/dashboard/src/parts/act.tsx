// A button for what cannot be taken back: it says what will happen, and asks.

import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { errorOf } from "../client";
import { somethingDone } from "../refresh";
import { Failure } from "./failure";
import { say } from "./say";

interface ActProps {
  /** On the button that asks. */
  label: string;
  /** Names that button where there are several of its label. */
  name?: string;
  /** The question. */
  question: string;
  /** On the button that does it. */
  verb: string;
  /** Whether it can do harm. */
  isGrave?: boolean;
  /** Does it, by the fields among `children`; answers what is then said. */
  act: (fields: FormData) => Promise<string>;
  /** What will happen. */
  children: ComponentChildren;
}

/** A button, its question, and what is done after a yes. */
export function Act(props: ActProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class={props.isGrave ? "outline grave" : "outline"}
        aria-haspopup="dialog"
        aria-label={props.name}
        onClick={() => setOpen(true)}
      >
        {props.label}
      </button>
      {isOpen && <Question {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function Question({
  question,
  verb,
  isGrave,
  act,
  children,
  onClose,
}: ActProps & { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  async function go(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const said = await act(new FormData(event.currentTarget));
      dialog.current?.close();
      say(said);
      somethingDone();
      // The button that asked may be gone with what it was for.
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    } catch (reason) {
      setError(errorOf(reason));
      setBusy(false);
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={onClose}>
      <article>
        <h2 id={title}>{question}</h2>
        <form onSubmit={(event) => void go(event)}>
          {children}
          <Failure error={error} />
          <footer>
            <button type="button" class="secondary outline" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
            <button class={isGrave ? "grave" : ""} aria-busy={isBusy} disabled={isBusy}>
              {verb}
            </button>
          </footer>
        </form>
      </article>
    </dialog>
  );
}
