// A page: its title, which those who cannot see hear first.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { hush } from "./say";

let isFirst = true;

/** A page under its heading, which gets the focus when one goes there. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · WibiClick hooks`;
  }, [title]);
  useEffect(() => {
    // The browser itself begins with the first page.
    if (!isFirst) heading.current?.focus();
    isFirst = false;
    return hush;
  }, []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}
