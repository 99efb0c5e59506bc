// The deployed module: the Rust Worker, and what travels with it as text, which
// wrangler bundles. The Rust side finds it in its environment.
import hooks from "../hooks.toml";
import dashboard from "./build/dashboard.js";
import Worker, { Journal as Built } from "./build/index.js";

const whole = (env) => ({ ...env, HOOKS_TOML: hooks, DASHBOARD: dashboard });

export class Journal extends Built {
  constructor(state, env) {
    super(state, whole(env));
  }
}

export default class extends Worker {
  constructor(context, env) {
    super(context, whole(env));
  }
}
