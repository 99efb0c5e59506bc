import { WibiClick } from "wibiclick";

globalThis.wibi = new WibiClick();
