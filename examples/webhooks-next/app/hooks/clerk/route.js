// Clerk's webhooks, received by a route handler of Next.js: POST /hooks/clerk.

import { verify, WebhookError } from "wibiclick/webhooks";

export async function POST(request) {
  try {
    const { method, url, headers } = request;
    // The body as it came: not request.json(), which would parse it.
    const body = await request.arrayBuffer();
    const received = verify(
      "clerk",
      { method, url, headers, body },
      process.env.CLERK_WEBHOOK_SECRET,
    );
    if (received.type === "handshake") return answer(received.response);
    for (const { type, signal, subject } of received.events) console.log(type, signal, subject?.id);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    console.error(error.message);
    return answer(error.response);
  }
}

/** What the sender is told; of an error never why. */
function answer({ status, headers, body }) {
  return new Response(body, { status, headers });
}
