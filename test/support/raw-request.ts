import { request } from "node:http";
import type { LocalCloud } from "../../infra/local/start-local-cloud.ts";

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: no client has tidied it up. */
  readonly path: string;
  readonly host?: string;
  /** Pairs, so that a name may come twice. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request, byte for byte as it is given, to the gateway of a local cloud. */
export async function sendRaw({ port }: Pick<LocalCloud, "port">, raw: RawRequest): Promise<RawAnswer> {
  const { method = "GET", path, host = "localhost", headers = [], body } = raw;
  const length = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  const sent = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    setHost: false,
    headers: ["Host", host, ...length, ...headers.flat()],
  });
  const answered = Promise.withResolvers<RawAnswer>();
  sent.once("error", answered.reject);
  sent.once("response", (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.once("error", answered.reject);
    response.once("end", () => {
      const text = Buffer.concat(chunks).toString();
      answered.resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
  sent.end(body);
  return answered.promise;
}
