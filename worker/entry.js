// The deployed module: the Rust Worker, and this deployment's hooks.toml, which
// wrangler bundles as text. The Rust side finds the text in its environment.
import hooks from "../hooks.toml";
import Worker from "./build/index.js";

export { Journal } from "./build/index.js";

export default class extends Worker {
  constructor(context, env) {
    super(context, { ...env, HOOKS_TOML: hooks });
  }
}
