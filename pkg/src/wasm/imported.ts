// The wasm as a module that the runtime has compiled: Workers compile none while they run.

import compiled from "#file";

export const module = () => compiled;
