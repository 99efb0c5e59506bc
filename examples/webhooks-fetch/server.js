// The handler behind Node's HTTP server; Bun and Deno serve it as it is.

import { serve } from "@hono/node-server";
import handler from "./handler.js";

serve({ fetch: handler.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`listening on port ${port}`);
});
