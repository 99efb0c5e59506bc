// The wasm as whoever uses the package gives it: for those who cache it, stream it, or load it
// in a way of their own.

/** What a wasm can be given as, before it is waited for. */
export type WasmSource = WebAssembly.Module | BufferSource | Response | URL | string;

let given: WebAssembly.Module | undefined;

/**
 * Gives the wasm, as a response or an address to be streamed, as bytes, or compiled. Giving it
 * again is harmless, and does nothing.
 *
 * @throws {TypeError} if it is none of these; and what `fetch` and `WebAssembly` throw.
 */
export async function init(source: WasmSource | Promise<WasmSource>): Promise<void> {
  if (given !== undefined) return;
  const awaited = await source;
  const isAddress = typeof awaited === "string" || awaited instanceof URL;
  const wasm = isAddress ? await fetch(awaited) : awaited;
  const compiled = wasm instanceof Response ? await streamed(wasm) : undefined;
  if (compiled === undefined) initSync(wasm as WebAssembly.Module | BufferSource);
  else given ??= compiled;
}

/**
 * Gives the wasm as bytes or compiled, at once.
 *
 * @throws {TypeError} if it is neither; and what `WebAssembly` throws.
 */
export function initSync(source: WebAssembly.Module | BufferSource): void {
  if (given !== undefined) return;
  const isModule = source instanceof WebAssembly.Module;
  if (!isModule && !(source instanceof ArrayBuffer || ArrayBuffer.isView(source))) {
    throw new TypeError(
      "expected the wasm as a WebAssembly.Module or its bytes; `init` also takes a Response or an address",
    );
  }
  given = isModule ? source : new WebAssembly.Module(source);
}

export function module(): WebAssembly.Module {
  if (given !== undefined) return given;
  throw new TypeError(
    "the WebAssembly was not given yet; before the first call, `await init(…)` with the package's .wasm",
  );
}

async function streamed(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) {
    throw new TypeError(`expected the wasm, and got status ${response.status} (${response.url})`);
  }
  // Servers that do not know wasm serve it as something else, which cannot be streamed.
  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  const streams = type === "application/wasm" && "compileStreaming" in WebAssembly;
  return streams
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
