// The wasm within the JavaScript: for every runtime and every bundler, without a file to be
// found, a permission to be asked for, or anything to be waited for.

import text from "#text";
import { decoded } from "./ascii.js";

export const module = () => decoded(text);
