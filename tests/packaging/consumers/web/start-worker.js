const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.postMessage(new URLSearchParams(location.search).get("sandbox"));
