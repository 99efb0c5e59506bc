// The deployed module: the Rust Worker, the dashboard, and this deployment's hooks.toml,
// which wrangler bundles as text. The Rust side finds both in its environment.
import hooks from "../hooks.toml";
import dashboard from "./build/dashboard.js";
import Worker from "./build/index.js";

export { Journal } from "./build/index.js";

export default class extends Worker {
  constructor(context, env) {
    super(context, { ...env, HOOKS_TOML: hooks, DASHBOARD: dashboard });
  }
}
