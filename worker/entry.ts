// The deployed module: the Worker, and the hooks.toml that the alias in wrangler.toml points
// to. What follows the question mark is for the rule there, which says that it is text.
import hooks from "wibiclick/hooks.toml?text";
import { worker } from "./mount.ts";

const { fetch, queue, Journal } = worker({ hooks });

export { Journal };
export default { fetch, queue };
