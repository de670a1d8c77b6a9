import * as z from "zod";
import { ask, type Question, type Reply } from "./ask.ts";

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly code: string;
}

export interface JobStatus {
  readonly status: string;
  readonly message: string | null;
  readonly download: string | undefined;
}

const tokenShape = z.object({ token: z.string() });
const tokensShape = z.object({
  _embedded: z.object({ elements: z.array(z.object({ holder: z.object({ login: z.string() }) })) }),
});
const acceptedShape = z.object({
  jobStatusId: z.string(),
  _links: z.object({ job_status: z.object({ href: z.string() }) }),
});
const jobShape = z.object({
  status: z.string(),
  message: z.string().nullable(),
  payload: z.object({ download: z.string() }).nullable(),
});

/** The session's, which is the first of those that an answer sets. */
function cookieOf(headers: Reply["headers"]): string {
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0];
  if (cookie === undefined) throw new Error("The answer set no cookie.");
  return cookie;
}

/** The API under one tenant's origin, spoken to as any client would: by HTTP alone. Throws for an answer not hoped for. */
export function cofferClient(origin: string) {
  const call = async (
    { path, ...question }: Omit<Question, "url"> & { readonly path: string },
    ...expected: readonly number[]
  ): Promise<Reply> => {
    const reply = await ask({ ...question, url: `${origin}${path}` });
    if (expected.includes(reply.status)) return reply;
    throw new Error(`${question.method} ${path} answered ${reply.status}: ${reply.text}`);
  };
  const post = (
    path: string,
    headers: Readonly<Record<string, string>>,
    content: object,
    ...expected: readonly number[]
  ) =>
    call(
      {
        method: "POST",
        path,
        headers: { "content-type": "application/json", "x-requested-with": "Coffer", ...headers },
        body: JSON.stringify(content),
      },
      ...expected,
    );

  return {
    /** Returns the session's cookie, ready to be sent back; `undefined` when the sign-in is refused. */
    async signIn(credentials: Credentials): Promise<string | undefined> {
      const { status, headers } = await post("/api/v3/sessions", {}, credentials, 201, 401);
      if (status === 401) return undefined;
      return cookieOf(headers);
    },
    async signOut(cookie: string): Promise<void> {
      const headers = { cookie, "x-requested-with": "Coffer" };
      await call({ method: "DELETE", path: "/api/v3/sessions/current", headers }, 204);
    },
    /** Logins of those who have a backup token. */
    async tokenHolders(cookie: string): Promise<string[]> {
      const { text } = await call({ method: "GET", path: "/api/v3/backup_tokens", headers: { cookie } }, 200);
      return tokensShape.parse(JSON.parse(text))._embedded.elements.map(({ holder }) => holder.login);
    },
    /** The session goes on under another cookie. */
    async makeToken(
      cookie: string,
      wish: { readonly confirmation: "create" | "reset"; readonly password: string; readonly code: string },
    ): Promise<{ readonly token: string; readonly cookie: string }> {
      const { text, headers } = await post("/api/v3/backup_tokens", { cookie }, wish, 201);
      return { token: tokenShape.parse(JSON.parse(text)).token, cookie: cookieOf(headers) };
    },
    /** Returns the path of the job's status. */
    async requestBackup(apiKey: string, backupToken: string): Promise<string> {
      const { text } = await post("/api/v3/backups", basic(apiKey), { backupToken, attachments: true }, 202);
      return acceptedShape.parse(JSON.parse(text))._links.job_status.href;
    },
    /** The same; `undefined` while another backup is being made. */
    async requestBackupUnlessPending(apiKey: string, backupToken: string): Promise<string | undefined> {
      const { status, text } = await post(
        "/api/v3/backups",
        basic(apiKey),
        { backupToken, attachments: true },
        202,
        409,
      );
      return status === 409 ? undefined : acceptedShape.parse(JSON.parse(text))._links.job_status.href;
    },
    async jobStatus(apiKey: string, path: string): Promise<JobStatus> {
      const { text } = await call({ method: "GET", path, headers: basic(apiKey) }, 200);
      const { status, message, payload } = jobShape.parse(JSON.parse(text));
      return { status, message, download: payload?.download };
    },
    /** Returns the short-lived address that the API sends the key's holder on to. */
    async link(apiKey: string, path: string): Promise<string> {
      const { headers } = await call({ method: "GET", path, headers: basic(apiKey) }, 302);
      return z.url().parse(headers.location);
    },
  };
}

export type CofferClient = ReturnType<typeof cofferClient>;

const basic = (apiKey: string) => ({ authorization: `Basic ${Buffer.from(`apikey:${apiKey}`).toString("base64")}` });
