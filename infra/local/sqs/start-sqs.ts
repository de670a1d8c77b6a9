import { buildApp } from "fauxqs";
import { createFaults, type Faults } from "../faults.ts";
import { type Call, type Reply, serveCalls } from "../serve-calls.ts";
import { createMessageGroups, type Fields, listIn } from "./message-groups.ts";
import { hasInvalidReceipt, invalidReceipt, splitByReceipt } from "./receipt-handles.ts";

export interface SqsOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly faults?: Faults;
}

export interface Sqs {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** Ends waiting receives at once. Messages are in memory and go with it. */
  close(): Promise<void>;
}

const target = "AmazonSQS.";

/**
 * SQS for one machine, on 127.0.0.1 only: fauxqs behind faults on demand, with queue addresses that resolve anywhere
 * (its own end in `.localhost`) and with the groups of fair queues. Its clock is the machine's.
 */
export async function startSqs({ port, faults = createFaults() }: SqsOptions): Promise<Sqs> {
  const app = buildApp({ logger: false, host: "localhost", defaultRegion: "eu-central-1" });
  const groups = createMessageGroups();
  let isClosing = false;
  const server = await serveCalls(port, faults, {
    operationOf: (call) => String(call.headers["x-amz-target"] ?? "").replace(target, ""),
    handle: async (call, operation) => {
      if (isClosing) return refusal(503, "ServiceUnavailable");
      if (!String(call.headers["x-amz-target"]).startsWith(target)) return refusal(400, "InvalidAction");
      const request = parse(call.body.toString());
      if (hasInvalidReceipt(request)) return refusal(404, invalidReceipt);
      const { good, failed } = splitByReceipt(listIn(request["Entries"]));
      if (failed.length > 0 && good.length === 0) return reply(200, JSON.stringify({ Successful: [], Failed: failed }));
      const payload = JSON.stringify(failed.length > 0 ? { ...request, Entries: good } : request);
      const answer = await app.inject({ method: "POST", url: "/", headers: given(call), payload });
      const code = codeOf(answer.headers["x-amzn-query-error"]);
      if (answer.statusCode !== 200) return reply(answer.statusCode, answer.body, { "x-amzn-query-error": code });
      const fields = groups.observe(operation, request, withOwnAddresses(parse(answer.body)));
      return reply(200, JSON.stringify({ ...fields, ...(failed.length > 0 ? { Failed: failed } : {}) }));
    },
    refuse: ({ status, code }) => refusal(status, code),
  });
  return {
    url: server.url,
    port: server.port,
    faults,
    async close() {
      isClosing = true;
      await app.close();
      await server.close();
    },
  };
}

function given(call: Call): Record<string, string> {
  const { host = "", authorization = "" } = call.headers;
  return {
    host,
    authorization,
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": String(call.headers["x-amz-target"]),
  };
}

const ownAddress = (url: unknown): unknown =>
  typeof url === "string" ? url.replace(/^http:\/\/sqs\.[^.]+\.localhost/, "http://127.0.0.1") : url;

function withOwnAddresses(answer: Fields): Fields {
  const { QueueUrl, QueueUrls } = answer;
  return {
    ...answer,
    ...(QueueUrl === undefined ? {} : { QueueUrl: ownAddress(QueueUrl) }),
    ...(Array.isArray(QueueUrls) ? { QueueUrls: QueueUrls.map(ownAddress) } : {}),
  };
}

/** fauxqs gives every code the prefix that at AWS only the codes of queues and batches have. */
function codeOf(header: unknown): string {
  return (typeof header === "string" ? header : "").replace(
    /^AWS\.SimpleQueueService\.(InvalidParameterValue|MissingParameter|Invalid(?:Attribute|Message)\w+);/,
    "$1;",
  );
}

/** Deletes are answered with no body at all. */
function parse(text: string): Fields {
  return text === "" ? {} : JSON.parse(text);
}

function refusal(status: number, code: string): Reply {
  const error = { __type: `com.amazonaws.sqs#${code}`, message: "Refused by the local service" };
  return reply(status, JSON.stringify(error), { "x-amzn-query-error": `${code};Sender` });
}

function reply(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { ...headers, "content-type": "application/x-amz-json-1.0" }, body };
}
