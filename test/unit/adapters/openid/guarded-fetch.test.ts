import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer, type LookupFunction, type Server } from "node:net";
import { createGzip } from "node:zlib";
import { generate } from "selfsigned";
import { afterEach, describe, expect, it } from "vitest";
import { type GuardedFetchDeps, guardedFetch } from "../../../../functions/adapters/openid/guarded-fetch.ts";

const LOOPBACK = { isLoopbackAllowed: true };
const GET = { method: "GET", headers: {} };
const open: { close(): unknown }[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** A server on this machine; returns its address. */
const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}`;

const refusal = async (address: string, deps: GuardedFetchDeps = LOOPBACK): Promise<unknown> => {
  const error: unknown = await guardedFetch(deps)(address, GET).then(
    () => "answered",
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: "identity-provider-unavailable" });
  return (error as { details: Record<string, unknown> }).details["reason"];
};

/** Resolves every name to these, in turn. */
const resolver = (...rounds: string[][]): LookupFunction & { asked: number } => {
  const lookup = ((_name, options, answer) => {
    const found = (rounds[Math.min(lookup.asked, rounds.length - 1)] ?? []).map((address) => ({ address, family: 4 }));
    lookup.asked += 1;
    if (options.all) answer(null, found);
    else answer(null, found[0]?.address ?? "", 4);
  }) as LookupFunction & { asked: number };
  lookup.asked = 0;
  return lookup;
};

describe("a guarded call", () => {
  it("sends what it was given, and gives back what was answered", async () => {
    const seen: unknown[] = [];
    const address = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers["x-own"], request.headers["accept-encoding"]);
      request.setEncoding("utf8").on("data", (text: string) => seen.push(text));
      request.on("end", () => response.writeHead(401, { "content-type": "application/json" }).end('{"a":1}'));
    });

    const answer = await guardedFetch(LOOPBACK)(`${address}/token?x=1`, {
      method: "POST",
      headers: { "x-own": "yes" },
      body: "code=1",
    });

    expect(seen).toEqual(["POST", "/token?x=1", "yes", "identity", "code=1"]);
    expect([answer.status, answer.headers.get("content-type"), await answer.json()]).toEqual([
      401,
      "application/json",
      { a: 1 },
    ]);
  });

  it("is made over the one connection that was looked at", async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end("{}"));
    server.on("connection", () => (connections += 1));
    const port = await listen(server);

    await guardedFetch(LOOPBACK)(`http://127.0.0.1:${port}/`, GET);

    expect(connections).toBe(1);
  });

  it.each([
    "http://login.example/",
    "http://localhost:1/",
    "ftp://login.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:secret@login.example/",
    "not an address",
  ])("is not made by anything but plain https: %s", async (address) => {
    expect(await refusal(address)).toBe("not a plain https address");
  });

  it.each(["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/", "https://2130706433/"])(
    "is not made to an address that is not visited, written as a number: %s",
    async (address) => {
      expect(await refusal(address, { isLoopbackAllowed: false })).toBe("an address that is not visited");
    },
  );

  it("is not made by plain http to this machine, where that is not allowed", async () => {
    expect(await refusal(await serve(() => undefined), { isLoopbackAllowed: false })).toBe("not a plain https address");
  });

  it("does not even knock where one of a name’s addresses is not visited", async () => {
    let knocks = 0;
    const server = createPlainServer(() => (knocks += 1));
    const port = await listen(server);
    const lookup = resolver(["93.184.216.34", "127.0.0.1"]);

    expect(await refusal(`https://login.example:${port}/`, { isLoopbackAllowed: false, lookup })).toBe(
      "an address that is not visited",
    );
    expect(knocks).toBe(0);
  });

  it("asks for a name once, so that a second answer of the resolver changes nothing", async () => {
    const lookup = resolver(["10.0.0.1"], ["127.0.0.1"]);

    expect(await refusal("https://login.example/", { isLoopbackAllowed: true, lookup })).toBe(
      "an address that is not visited",
    );
    expect(lookup.asked).toBe(1);
  });

  it("is sent nowhere if the connection has another address than was looked at", async () => {
    const bytes: Buffer[] = [];
    const port = await listen(createPlainServer((socket) => socket.on("data", (chunk) => bytes.push(chunk))));
    // A system that takes 0.0.0.0 for this machine, behind a resolver whose answer says something else when it is looked at.
    let looks = 0;
    const lying = {
      family: 4,
      get address() {
        looks += 1;
        return looks === 1 ? "93.184.216.34" : "127.0.0.1";
      },
    };
    const lookup: LookupFunction = (_name, options, answer) =>
      options.all ? answer(null, [lying]) : answer(null, lying.address, 4);

    expect(await refusal(`https://login.example:${port}/`, { isLoopbackAllowed: false, lookup })).toBe(
      "an address that is not visited",
    );
    expect(looks).toBeGreaterThan(1);
    expect(bytes).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect (%i)", async (status) => {
    let visits = 0;
    const target = await serve((_request, response) => {
      visits += 1;
      response.end("{}");
    });
    const address = await serve((_request, response) => response.writeHead(status, { location: target }).end());

    expect(await refusal(address)).toBe("a redirect, which is not followed");
    expect(visits).toBe(0);
  });

  it("takes an answer of up to its largest size, and no byte more", async () => {
    const address = await serve((request, response) => response.end("x".repeat(Number(request.url?.slice(1)))));

    expect(await (await guardedFetch({ ...LOOPBACK, answerBytesMax: 100 })(`${address}/100`, GET)).text()).toHaveLength(
      100,
    );
    expect(await refusal(`${address}/101`, { ...LOOPBACK, answerBytesMax: 100 })).toBe("an answer that is too large");
  });

  it("takes no compressed answer, which could become a large one", async () => {
    const address = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end("x".repeat(10_000));
    });

    expect(await refusal(address)).toBe("an answer of another kind");
  });

  it("does not wait for ever: for an answer, for its end, or for TLS", async () => {
    const deps = { ...LOOPBACK, callMsMax: 100 };
    const silent = await serve(() => undefined);
    const endless = await serve((_request, response) => void response.write("{"));
    const mute = createPlainServer(() => undefined);

    expect(await refusal(silent, deps)).toBe("no answer in time");
    expect(await refusal(endless, deps)).toBe("no answer in time");
    expect(await refusal(`https://127.0.0.1:${await listen(mute)}/`, deps)).toBe("no answer in time");
  });

  it("trusts certificates for the name it asked for alone", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "login.example" }], {
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "login.example" }] }],
    });
    const port = await listen(createSecureServer({ key, cert }, (_request, response) => response.end("{}")));
    const lookup = resolver(["127.0.0.1"]);
    const deps = { ...LOOPBACK, lookup };

    expect((await guardedFetch({ ...deps, trusted: cert })(`https://login.example:${port}/`, GET)).status).toBe(200);
    expect(await refusal(`https://other.example:${port}/`, { ...deps, trusted: cert })).toBe(
      "no connection, or one that broke",
    );
    expect(await refusal(`https://login.example:${port}/`, deps)).toBe("no connection, or one that broke");
  });

  it("tells of a provider that is not there", async () => {
    const address = await serve(() => undefined);
    open.splice(0).forEach((server) => void server.close());

    expect(await refusal(address)).toBe("no connection, or one that broke");
  });
});
