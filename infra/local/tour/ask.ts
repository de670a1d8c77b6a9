import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";

export interface Question {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * One HTTP call, redirects not followed. Names that end in `.localhost` are this machine, as browsers and curl have it;
 * `fetch` asks the system's resolver, and Debian's does not know them.
 */
export async function ask({ method, url, headers = {}, body }: Question): Promise<Reply> {
  const response = await open({ method, url, headers, ...(body === undefined ? {} : { body }) });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

/** The same, with the body still to be read. */
export async function open({ method, url, headers, body }: Question): Promise<IncomingMessage> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const sent = request({
    method,
    host: hostname.endsWith(".localhost") ? "127.0.0.1" : hostname,
    port,
    path: `${pathname}${search}`,
    headers: {
      host,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve);
    sent.once("error", reject);
  });
  sent.end(body);
  return answered;
}
