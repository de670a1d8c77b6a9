import { createFaults, type Faults } from "../faults.ts";
import { type Call, type Reply, serveCalls } from "../serve-calls.ts";
import { createRoleSessions, type Session } from "./role-sessions.ts";
import { secretOperations } from "./secrets.ts";
import { type Fields, isServiceError, type ServiceError, serviceError } from "./service-error.ts";
import { keyOperations } from "./signing-keys.ts";
import { tokenService, tokenServiceError } from "./token-service.ts";

export interface KeysOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Keeps secrets and keys between runs, in files that only their owner may read. */
  readonly directory: string;
  readonly faults?: Faults;
  /** Milliseconds since 1970: short-lived credentials end by it. */
  readonly now?: () => number;
}

export interface Keys {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** What a signature by short-lived credentials is checked with; nothing for unknown ones and for those that are over. */
  credentials(accessKeyId: string, sessionToken: string | undefined): Session | undefined;
  /** Were these short-lived credentials, which are over by now? */
  isOver(accessKeyId: string, sessionToken: string | undefined): boolean;
  close(): Promise<void>;
}

/**
 * Secrets Manager, KMS and STS for one machine, at one address on 127.0.0.1: the first two told apart by
 * `X-Amz-Target`, STS by `Action`. Answers calls of any signer.
 */
export async function startKeys(options: KeysOptions): Promise<Keys> {
  const { port, directory, faults = createFaults(), now = Date.now } = options;
  const sessions = createRoleSessions(now);
  const tokens = tokenService(sessions);
  const services: Readonly<Record<string, ReturnType<typeof secretOperations> | undefined>> = {
    secretsmanager: secretOperations(directory, now),
    TrentService: keyOperations(directory),
  };
  const carryOut = (call: Call, operation: string): Reply => {
    if (isForm(call)) return tokens(call, operation, formIn(call));
    const service = targetOf(call).split(".")[0] ?? "";
    const run = services[service]?.[operation];
    if (!run) throw serviceError("UnknownOperationException", `Not served here: ${targetOf(call)}`);
    if (!call.headers.authorization) throw serviceError("MissingAuthenticationTokenException", "Not signed", 403);
    return jsonReply(200, run(JSON.parse(call.body.toString())));
  };
  const server = await serveCalls(port, faults, {
    operationOf: (call) => (isForm(call) ? String(formIn(call)["Action"]) : (targetOf(call).split(".")[1] ?? "")),
    handle: async (call, operation) => {
      try {
        return carryOut(call, operation);
      } catch (error) {
        if (isServiceError(error)) return errorReply(call, error);
        throw error;
      }
    },
    refuse: ({ status, code }, call) => errorReply(call, serviceError(code, "Refused on demand", status)),
  });
  return {
    url: server.url,
    port: server.port,
    faults,
    credentials: (accessKeyId, sessionToken) => sessions.find(accessKeyId, sessionToken),
    isOver: (accessKeyId, sessionToken) => sessions.isOver(accessKeyId, sessionToken),
    close: () => server.close(),
  };
}

function isForm(call: Call): boolean {
  return call.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

function formIn(call: Call): Fields {
  return Object.fromEntries(new URLSearchParams(call.body.toString()));
}

function targetOf(call: Call): string {
  return String(call.headers["x-amz-target"] ?? "");
}

function errorReply(call: Call, error: ServiceError): Reply {
  if (isForm(call)) return tokenServiceError(error);
  return jsonReply(error.statusCode, { __type: error.code, message: error.message });
}

function jsonReply(status: number, content: object): Reply {
  return { status, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(content) };
}
