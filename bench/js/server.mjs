// What calls are made to: answers every request at once with the same list, in a process of
// its own, whose time is nobody's. Prints its URL.

import { createServer } from "node:http";

const jobs = Array.from({ length: 10 }, (_, at) => ({
  id: `job_${at}`,
  title: "Replace the compressor",
  status: "scheduled",
  customerId: `cus_${at}`,
  scheduledFor: "2026-01-15T09:00:00Z",
  notes: "The gate code is with the neighbour.",
}));
const body = Buffer.from(JSON.stringify({ success: true, jobs, total: jobs.length }));
const headers = { "content-type": "application/json", "content-length": body.length };

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume().on("end", () => response.writeHead(200, headers).end(body));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on("disconnect", () => process.exit());
