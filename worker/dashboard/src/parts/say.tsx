// What came of something that was done, seen and heard.

import { useEffect, useState } from "preact/hooks";

const SAY = "say";

/** Says a sentence, until the next one or until one goes elsewhere. */
export function say(sentence: string): void {
  dispatchEvent(new CustomEvent(SAY, { detail: sentence }));
}

/** Says nothing any more. */
export function hush(): void {
  say("");
}

/** Where it is said. */
export function Said() {
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    const hear = (event: globalThis.Event): void =>
      setSentence((event as CustomEvent<string>).detail);
    addEventListener(SAY, hear);
    return () => removeEventListener(SAY, hear);
  }, []);
  return (
    <div class="said" role="status">
      {sentence && (
        <p>
          <span>{sentence}</span>
          <button class="outline secondary" onClick={hush}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}
