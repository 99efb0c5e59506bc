// Okta's event hooks, received by Deno: who is deactivated there loses every website.

import { WibiClick } from "wibiclick";
import { verify, WebhookError, type WebhookResponse } from "wibiclick/webhooks";

const secret = Deno.env.get("OKTA_HOOK_TOKEN") ?? "";
const wibi = new WibiClick({
  apiKey: Deno.env.get("WIBICLICK_API_KEY"),
  baseUrl: Deno.env.get("WIBICLICK_BASE_URL"),
  websiteId: Deno.env.get("WIBICLICK_WEBSITE_ID"),
});

async function receive(request: Request): Promise<Response> {
  try {
    const { method, url, headers } = request;
    // The body as it came: not request.json(), which would parse it.
    const body = await request.arrayBuffer();
    const received = verify("okta", { method, url, headers, body }, secret);
    // Okta asks with a challenge whether the address is yours.
    if (received.type === "handshake") return answer(received.response);
    for (const { signal, subject } of received.events) {
      if (signal === "person.left" && subject?.email) await offboard(subject.email);
    }
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    console.error(error.message);
    return answer(error.response);
  }
}

/** Takes every website from the person with this e-mail. */
async function offboard(email: string): Promise<void> {
  for await (const user of wibi.user.getMany.all()) {
    if (user.email !== email) continue;
    const { websites } = await wibi.website.getForUser({ userId: user.id });
    for (const { value } of websites) {
      await wibi.user.disconnectFromWebsite({ userId: user.id, websiteId: value });
    }
    console.log(`${email} has lost ${websites.length} websites`);
  }
}

/** What the sender is told; of an error never why. */
function answer({ status, headers, body }: WebhookResponse) {
  return new Response(body, { status, headers });
}

const port = Number(Deno.env.get("PORT") ?? 3000);
const onListen = (listening: Deno.NetAddr) => console.log(`listening on port ${listening.port}`);
Deno.serve({ port, onListen }, receive);
