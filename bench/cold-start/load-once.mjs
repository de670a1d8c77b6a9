// One cold start: loads a bundle as Lambda does and calls it once, then says how long each took. Plain JavaScript without
// packages, so that nothing else is loaded: `node load-once.mjs <file> <event, or "-" for no call>`. What is counted is
// processor time: a busy machine stretches the time that passes many times over, and a cold start hardly waits.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , file, event] = process.argv;
const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

const before = process.cpuUsage();
const loaded = file.endsWith(".mjs") ? await import(pathToFileURL(file).href) : createRequire(import.meta.url)(file);
const loadMs = cpuMs(before);
const called = process.cpuUsage();
const context = { awsRequestId: "bench", functionName: "bench", getRemainingTimeInMillis: () => 29_000 };
const answer = event === "-" ? undefined : await loaded.handler(JSON.parse(event), context);
const callMs = cpuMs(called);
process.send({ loadMs, callMs, processMs: cpuMs(), status: answer?.statusCode });
process.disconnect();
process.exit(0);
