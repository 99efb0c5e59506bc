// The package reads its wasm from the folder beside it, so it is not to be bundled.
export default { serverExternalPackages: ["wibiclick"] };
