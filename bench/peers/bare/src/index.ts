// Answers at once, and does nothing: what a request costs before anybody has done anything.
export default {
  fetch: () => Response.json({ deliveries: [] }, { status: 202 }),
} satisfies ExportedHandler;
