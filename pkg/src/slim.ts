// The entry `wibiclick/slim`: the client without its wasm, which is given to it.

export * from "./index.js";
export { init, initSync, type WasmSource } from "./given.js";
