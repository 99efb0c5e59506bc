// What `cargo xtask build worker` puts into worker/build, and what wrangler takes for text.

declare module "*/build/index.js" {
  /** Made anew for each request and each batch. */
  export default class Worker {
    constructor(ctx: object, env: object);
    fetch(request: Request): Promise<Response>;
    queue(batch: object): Promise<void>;
  }
  export class Journal {
    constructor(state: object, env: object);
    ask(question: string): Promise<string>;
    fetch(request: Request): Promise<Response>;
    alarm(): Promise<void>;
  }
}

declare module "cloudflare:workers" {
  export class DurableObject {
    declare readonly __DURABLE_OBJECT_BRAND: never;
    constructor(state: object, env: object);
  }
}

declare module "*/build/dashboard.js" {
  const files: Record<string, { type: string; immutable: boolean; body: string }>;
  export default files;
}

declare module "*.toml?text" {
  const text: string;
  export default text;
}
