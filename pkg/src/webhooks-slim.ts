// The entry `wibiclick/webhooks/slim`: the webhooks without their wasm, which is given to them.

export * from "./webhooks.js";
export { init, initSync, type WasmSource } from "./given.js";
