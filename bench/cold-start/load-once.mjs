// One cold start: loads a bundle as Lambda does and calls it once, then says how long each took. Plain JavaScript without
// packages, so that nothing else is loaded: `node load-once.mjs <file> <event, or "-" for no call>`.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , file, event] = process.argv;
const before = performance.now();
const loaded = file.endsWith(".mjs") ? await import(pathToFileURL(file).href) : createRequire(import.meta.url)(file);
const loadMs = performance.now() - before;
const called = performance.now();
const context = { awsRequestId: "bench", functionName: "bench", getRemainingTimeInMillis: () => 29_000 };
const answer = event === "-" ? undefined : await loaded.handler(JSON.parse(event), context);
const callMs = performance.now() - called;
process.send({ loadMs, callMs, status: answer?.statusCode });
process.disconnect();
process.exit(0);
