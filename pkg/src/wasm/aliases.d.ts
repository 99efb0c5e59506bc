// What `build.mjs` puts in for each bundle: one wasm, and one way in which it comes.

/** wasm-bindgen's JavaScript as a function: an instance has its state in what it returns. */
declare module "#glue" {
  export default function makeGlue(queueMicrotask: (task: () => void) => void): unknown;
}

/** One of `embedded.ts`, `imported.ts` and `../given.ts`. */
declare module "#module" {
  /** The module, or its bytes. */
  export function module(): WebAssembly.Module | Uint8Array<ArrayBuffer>;
}

/** The bytes as text; see `ascii.ts`. */
declare module "#text" {
  const text: string;
  export default text;
}

/** The file, as runtimes import it that compile none while they run. */
declare module "#file" {
  const module: WebAssembly.Module;
  export default module;
}
