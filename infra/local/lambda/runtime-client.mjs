// What runs in a function's process: loads the handler, then asks the Runtime API for one invocation after the other.
// Plain JavaScript without packages; the real Runtime API, so that a bundle cannot tell the difference.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const base = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

// Standard input is held open by whoever started this process: when that one dies, by whatever way, it ends here too.
process.stdin.resume().on("end", () => process.exit(1));

async function call(method, path, body) {
  const sent = request(`${base}/${path}`, { method, agent }).end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(sent, "response");
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { headers: answer.headers, text: Buffer.concat(chunks).toString() };
}

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

async function loadHandler() {
  const dot = _HANDLER.lastIndexOf(".");
  const [module, name] = [_HANDLER.slice(0, dot), _HANDLER.slice(dot + 1)];
  const file = [".js", ".mjs", ".cjs"]
    .map((end) => join(LAMBDA_TASK_ROOT, module + end))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`Cannot find module '${module}' in ${LAMBDA_TASK_ROOT}`);
  const loaded = await import(pathToFileURL(file).href);
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== "function") throw new Error(`${_HANDLER} is undefined or not exported`);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  console.error(error);
  await call("POST", "init/error", describe(error));
  process.exit(1);
}
for (;;) {
  const { headers, text } = await call("GET", "invocation/next");
  const id = headers["lambda-runtime-aws-request-id"];
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  try {
    const answer = await handler(JSON.parse(text), contextOf(headers));
    await call("POST", `invocation/${id}/response`, answer ?? null);
  } catch (error) {
    console.error(`${id} Invoke Error`, error);
    await call("POST", `invocation/${id}/error`, describe(error));
  }
}
