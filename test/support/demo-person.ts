import { createHash } from "node:crypto";
import * as z from "zod";
import { ask, open, type Reply } from "../../infra/local/tour/ask.ts";
import type { DemoCloud } from "./a-demo-cloud.ts";

const ticketShape = z.object({ ticket: z.string() });

/** Somebody of a demo tenant in a browser, who is signed in: every answer that sets the cookie is followed. */
export async function aDemoPerson({ cloud, tenant }: DemoCloud, persona: string) {
  const person = tenant.people.find((each) => each.persona === persona);
  if (person?.password === undefined) throw new Error(`nobody with a password is ${persona}`);
  const { login, password } = person;
  const origin = cloud.origin(tenant.domainName);
  let cookie = "";

  const call = async (method: string, path: string, content?: object): Promise<Reply> => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) };
    const type: Record<string, string> = content === undefined ? {} : { "content-type": "application/json" };
    const headers = { cookie, "x-requested-with": "Coffer", ...type };
    const reply = await ask({ method, url: `${origin}${path}`, headers, ...body });
    cookie = reply.headers["set-cookie"]?.[0]?.split(";")[0] ?? cookie;
    return reply;
  };
  const signedIn = await call("POST", "/api/v3/sessions", { login, password });
  if (signedIn.status !== 201) throw new Error(`The sign-in of ${login} was refused: ${signedIn.text}`);

  return {
    login,
    password,
    cookie: () => cookie,
    call,
    /** Steps up with password alone, and returns the ticket. */
    async stepUp(backupId: string): Promise<string> {
      const { text } = await call("POST", `/api/v3/backups/${backupId}/tickets`, { password });
      return ticketShape.parse(JSON.parse(text)).ticket;
    },
    openGrant: (backupId: string, ticket: string) => call("POST", `/api/v3/backups/${backupId}/grants`, { ticket }),
    /** The fresh link that the content's address sends on to. */
    async link(backupId: string): Promise<string> {
      const { headers, status, text } = await call("GET", `/api/v3/backups/${backupId}/content`);
      if (status !== 303) throw new Error(`The content answered ${status}: ${text}`);
      return z.url().parse(headers.location);
    },
  };
}

/** Reads from a link, from byte `from` on, and cuts the connection once `bytesMax` have come. */
export async function fetchBytes(url: string, from = 0, bytesMax = Number.POSITIVE_INFINITY) {
  const response = await open({ method: "GET", url, headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= bytesMax) break;
  }
  response.destroy();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
