// Imports what is named, calls it once, and prints how long each took.

import process from "node:process";
import { signed } from "./signed.mjs";
import { first } from "./subjects.mjs";

console.log(JSON.stringify(await first(process.argv[2], signed())));
