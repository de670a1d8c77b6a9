import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startToyCloud, type ToyCloud } from "../../support/local-toy-cloud.ts";

let toy: ToyCloud;
beforeAll(async () => {
  toy = await startToyCloud();
});
afterAll(() => toy[Symbol.asyncDispose]());

const get = async (path: string, headers = {}) => {
  const reply = await toy.ask("GET", path, { headers });
  return { ...reply, content: JSON.parse(reply.text || "null") };
};

test("gives a function the environment of the template and of Lambda, and nothing of this process", async () => {
  vi.stubEnv("COFFER_STRAY", "1");
  const { content } = await get("/things/environment");
  expect(content).toMatchObject({
    TABLE: "toy-state-Records",
    BUCKET: "toy-state-archives",
    SIGNING_KEY: expect.stringMatching(/^arn:aws:kms:eu-central-1:000000000000:key\//),
    WORK_QUEUE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/toy-service-Work$/),
    AWS_LAMBDA_FUNCTION_NAME: "toy-service-ApiFunction",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    AWS_ENDPOINT_URL_S3: toy.cloud.services.s3.url,
  });
  expect(content).not.toHaveProperty("COFFER_STRAY");
  expect(content).not.toHaveProperty("HOME");
});

test("makes the event that API Gateway makes", async () => {
  const { content } = await get("/things/event?a=1&a=2&b=%20", { "X-Own": "x" });
  expect(content).toMatchObject({
    resource: "/things/{thingId}",
    path: "/things/event",
    httpMethod: "GET",
    headers: { "X-Own": "x", "X-Forwarded-For": "127.0.0.1" },
    multiValueHeaders: { "X-Own": ["x"] },
    queryStringParameters: { a: "2", b: " " },
    multiValueQueryStringParameters: { a: ["1", "2"], b: [" "] },
    pathParameters: { thingId: "event" },
    requestContext: { domainName: "acme.localhost", stage: "live", identity: { sourceIp: "127.0.0.1" } },
    body: null,
    isBase64Encoded: false,
  });
});

test("tells a function who asks and how long it has", async () => {
  const { content } = await get("/things/context");
  expect(content).toMatchObject({ functionName: "toy-service-ApiFunction", memoryLimitInMB: "256" });
  expect(content.awsRequestId).toMatch(/^[\da-f-]{36}$/);
  expect(content.remainingMs).toBeGreaterThan(4000);
  expect(content.remainingMs).toBeLessThanOrEqual(5000);
});

test("uses a process again, also for calls that follow at once, and a new one after a crash", async () => {
  const pids = new Set<unknown>();
  for (let call = 0; call < 20; call += 1) pids.add((await get("/things/process")).content.pid);
  expect(pids.size).toBe(1);
  expect((await get("/things/crash")).status).toBe(502);
  const { content } = await get("/things/process");
  expect(pids.has(content.pid)).toBe(false);
});

test("carries out as many calls at a time as it is allowed, and the rest after them", async () => {
  const replies = await Promise.all(Array.from({ length: 12 }, () => get("/things/process")));
  expect(new Set(replies.map(({ content }) => content.pid)).size).toBeLessThanOrEqual(4);
  expect(replies.every(({ status }) => status === 200)).toBe(true);
});

test.each(["throw", "nothing", "huge"])("answers 502 when the function's answer is %s", async (thing) => {
  const { status, content } = await get(`/things/${thing}`);
  expect([status, content]).toEqual([502, { message: "Internal server error" }]);
});

test("answers 504 when the time of the integration is over", async () => {
  expect((await get("/slow")).status).toBe(504);
});

test("answers 413 for more than 10 MB", async () => {
  const { status } = await toy.ask("POST", "/things", { body: "x".repeat(10 * 1024 * 1024 + 1) });
  expect(status).toBe(413);
});

test("answers a route that is not there as the template says", async () => {
  const { status, headers, content } = await get("/nowhere", { accept: "text/html, application/hal+json" });
  expect([status, headers["content-type"], headers["x-door"]]).toEqual([404, "application/hal+json", "toy"]);
  expect(content).toEqual({ message: "Missing Authentication Token" });
  expect((await get("/nowhere")).content).toEqual({ text: "Missing Authentication Token" });
});

test("asks an authorizer first, and tells the function what it found", async () => {
  const unproved = await get("/guarded/event");
  expect([unproved.status, unproved.headers["www-authenticate"]]).toEqual([401, "Basic"]);
  expect((await get("/guarded/event", { secret: "wrong" })).status).toBe(403);
  const { status, content } = await get("/guarded/event", { secret: "right" });
  expect([status, content.requestContext.authorizer]).toEqual([200, { principalId: "somebody", tries: 1 }]);
});

test("renames the header that API Gateway renames, and sends each cookie", async () => {
  const { status, headers } = await get("/things/unauthenticated");
  expect(status).toBe(401);
  expect(headers["www-authenticate"]).toBeUndefined();
  expect(headers["x-amzn-remapped-www-authenticate"]).toBe("Basic");
  expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
});

test("writes what a function says into its log", async () => {
  await get("/things/throw");
  const log = readFileSync(join(toy.directory, "data/logs/api.log"), "utf8");
  expect(log).toContain("TypeError: thrown on purpose");
  expect(log).toMatch(/REPORT RequestId: .* Memory Size: 256 MB Max Memory Used: \d+ MB/);
});

test("holds invocations back while a function is paused", async () => {
  const api = toy.cloud.functions["api"];
  api?.pause();
  const asked = get("/things/process");
  await vi.waitFor(() => expect(api?.waitingCount).toBe(1));
  api?.resume();
  expect((await asked).status).toBe(200);
  expect(api?.waitingCount).toBe(0);
});

test("reports what it does not carry out, and only that", () => {
  expect(toy.cloud.leftOut.map(({ type }) => type)).toEqual(["AWS::StepFunctions::StateMachine"]);
});

test("is refused a second time in the same directory", async () => {
  const { startLocalCloud } = await import("../../../infra/local/start-local-cloud.ts");
  const directory = join(toy.directory, "data");
  await expect(startLocalCloud({ directory })).rejects.toThrow("in use by process");
  expect(existsSync(join(directory, "lock"))).toBe(true);
});
