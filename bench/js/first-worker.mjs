// A Worker that imports and calls what it is asked to; and, asked for nothing, does nothing.
// Its clock stands still while it computes: whoever asks measures.

import { first } from "./subjects.mjs";

export default {
  async fetch(request) {
    const { name, signed } = await request.json();
    if (name !== undefined) await first(name, signed);
    return new Response("done");
  },
};
