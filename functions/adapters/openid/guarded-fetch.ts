import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Failure } from "../../domain/failure.ts";
import { isAllowedAddress } from "./allowed-address.ts";
import { connectGuarded, type GuardDeps } from "./connect-guarded.ts";

export interface GuardedFetchDeps extends GuardDeps {
  /** Milliseconds for a whole call. */
  readonly callMsMax?: number;
  readonly answerBytesMax?: number;
  /** Certificates that are trusted besides the system's, in PEM. */
  readonly trusted?: string;
}

export interface GuardedCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CALL_MS_MAX = 5_000;
/** Metadata and keys of the largest providers have some 10 KiB. */
const ANSWER_BYTES_MAX = 256 * 1024;

/**
 * One call to an address that somebody else chose: by `https` alone (plain `http` to this machine where that is allowed at
 * all), to addresses that may be visited, without following redirects, with an end to its time and its size. Throws
 * `identity-provider-unavailable`.
 */
export const guardedFetch =
  (deps: GuardedFetchDeps) =>
  async (address: string, call: GuardedCall): Promise<Response> => {
    const url = URL.parse(address);
    if (!url || !isAllowedUrl(url, deps.isLoopbackAllowed)) throw unavailable("not a plain https address");
    const limit = AbortSignal.timeout(deps.callMsMax ?? CALL_MS_MAX);
    const signal = call.signal ? AbortSignal.any([limit, call.signal]) : limit;
    try {
      const socket = await secured(await connectGuarded(url, deps, signal), url, deps, signal);
      return await answerOf(await send(socket, url, { ...call, signal }), deps.answerBytesMax ?? ANSWER_BYTES_MAX);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw unavailable(signal.aborted ? "no answer in time" : "no connection, or one that broke", error);
    }
  };

export const isAllowedUrl = ({ protocol, hostname, username, password }: URL, isLoopbackAllowed: boolean): boolean => {
  if (username !== "" || password !== "") return false;
  if (protocol === "https:") return true;
  const host = hostname.replace(/^\[|\]$/gu, "");
  const isLoopback = isIP(host) !== 0 && !isAllowedAddress(host, false) && isAllowedAddress(host, true);
  return protocol === "http:" && isLoopbackAllowed && isLoopback;
};

async function secured(
  socket: Socket,
  { protocol, hostname }: URL,
  { trusted }: GuardedFetchDeps,
  signal: AbortSignal,
) {
  if (protocol !== "https:") return socket;
  const host = hostname.replace(/^\[|\]$/gu, "");
  const tls = connectTls({
    socket,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(trusted === undefined ? {} : { ca: trusted }),
    minVersion: "TLSv1.2",
  });
  const give = () => tls.destroy();
  signal.addEventListener("abort", give);
  try {
    await new Promise<void>((succeed, fail) => {
      tls.once("secureConnect", succeed);
      tls.once("error", fail);
      tls.once("close", () => fail(new Error("closed")));
    });
  } finally {
    signal.removeEventListener("abort", give);
  }
  return tls;
}

function send(socket: Socket, url: URL, { method, headers, body, signal }: GuardedCall): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method,
    // Compressed, a small answer could become a large one.
    headers: { ...headers, "accept-encoding": "identity", connection: "close" },
    // With any agent, Node would leave this aside and connect once more by itself.
    createConnection: () => socket,
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((succeed, fail) => {
    const sent = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, succeed);
    sent.once("error", fail);
    sent.end(body);
  });
}

async function answerOf(message: IncomingMessage, bytesMax: number): Promise<Response> {
  const { statusCode: status = 0, headers } = message;
  if (status >= 300 && status < 400) throw refused(message, "a redirect, which is not followed");
  if (status < 200 || (headers["content-encoding"] ?? "identity") !== "identity") {
    throw refused(message, "an answer of another kind");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > bytesMax) throw refused(message, "an answer that is too large");
    chunks.push(chunk);
  }
  const type = headers["content-type"];
  return new Response(status === 204 ? null : Buffer.concat(chunks), {
    status,
    headers: type === undefined ? {} : { "content-type": type },
  });
}

function refused(message: IncomingMessage, reason: string): Failure {
  message.destroy();
  return unavailable(reason);
}

const unavailable = (reason: string, cause?: unknown): Failure =>
  new Failure("identity-provider-unavailable", { reason }, cause);
