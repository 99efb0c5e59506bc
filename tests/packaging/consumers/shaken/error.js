import { WibiClickError } from "wibiclick";

globalThis.isExpected = (error) => error instanceof WibiClickError;
