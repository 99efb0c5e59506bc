/** Takes what either kind of module exports: their types are not each other's. */
export function prove(loaded: object, sandbox: string): Promise<Record<string, unknown>>;
