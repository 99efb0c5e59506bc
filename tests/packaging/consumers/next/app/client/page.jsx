"use client";

import { useEffect } from "react";
import { prove } from "../../../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

export default function Page() {
  useEffect(() => {
    const sandbox = new URLSearchParams(location.search).get("sandbox");
    const loaded = { WibiClick, WibiClickError, verify, WebhookError };
    prove(loaded, sandbox).then((proof) => console.log(JSON.stringify(proof)));
  }, []);
  return null;
}
