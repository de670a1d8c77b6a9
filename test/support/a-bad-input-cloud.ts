import * as z from "zod";
import { seedDemo } from "../../infra/local/demo/seed-demo.ts";
import { aDemoCloud, type DemoCloud, until } from "./a-demo-cloud.ts";
import { aDemoPerson } from "./demo-person.ts";
import { type RawAnswer, type RawRequest, sendRaw } from "./raw-request.ts";
import { allTraces, lastingState, untilQuiet } from "./traces.ts";

/** Stands where a person may have put a secret by mistake; it is in no answer, row, log or mail. */
export const MARK = "hunter2-MARK-hunter2";

const problemShape = z.object({ _type: z.literal("Error"), errorIdentifier: z.string(), message: z.string().min(10) });
const tokenShape = z.object({ token: z.string() });

/**
 * Two tenants side by side, and an administrator of globex who can do everything without a second factor: cookie, API
 * key and backup token are good. What is asked is good too, until a test makes it bad.
 */
export async function aBadInputCloud() {
  const demo = await aDemoCloud("globex");
  const acme = await seedDemo(demo.cloud, "acme", { size: 0.02 });
  demo.secrets.addPeople(acme.people);
  const hugo = await aDemoPerson(demo, "second administrator");
  const tokenOf = async (persona: string): Promise<string> => {
    const person = await aDemoPerson(demo, persona);
    const wish = { confirmation: "create", password: person.password };
    const { text } = await person.call("POST", "/api/v3/backup_tokens", wish);
    return tokenShape.parse(JSON.parse(text)).token;
  };
  const backupToken = await tokenOf("second administrator");
  const apiKey = apiKeyOf(demo.tenant.people, "second administrator");
  const host = demo.tenant.domainName;
  const secrets = [backupToken, apiKey, basic(apiKey).slice("Basic ".length), hugo.password, MARK];
  const send = (raw: RawRequest): Promise<RawAnswer> => sendRaw(demo.cloud, { host, ...raw });
  /** Sends it, and tells how it was refused: as which error, what secret is in the answer, and what it changed. */
  async function answerOf(raw: RawRequest): Promise<{ readonly refusal: Refusal; readonly text: string }> {
    const resume = await stillKeeper(demo);
    const before = await lastingState(demo);
    const answer = await send(raw);
    const after = await lastingState(demo);
    resume();
    const refusal = {
      status: answer.status,
      error: problemShape.parse(JSON.parse(answer.text)).errorIdentifier.split(":").at(-1),
      leaked: secrets.filter((secret) => JSON.stringify(answer).includes(secret)),
      changed: [...before.filter((row) => !after.includes(row)), ...after.filter((row) => !before.includes(row))],
    };
    return { refusal, text: answer.text };
  }
  await untilQuiet(demo);
  return {
    ...demo,
    acme,
    hugo,
    host,
    apiKey,
    backupToken,
    tokenOf,
    authorization: ["Authorization", basic(apiKey)] as const,
    send,
    answerOf,
    refusalOf: async (raw: RawRequest): Promise<Refusal> => (await answerOf(raw)).refusal,
    /** Secrets that were used or sent, and can be read somewhere. Throws unless the traces tell of such a fact. */
    async leaks(fact = "refused"): Promise<string[]> {
      const traces = await allTraces(demo);
      if (!traces.includes(fact)) throw new Error("there are no traces to search");
      return secrets.filter((secret) => traces.includes(secret));
    },
  };
}

/** The keeper clears up each minute, whoever asks for what: while something is looked at, it waits. */
async function stillKeeper({ cloud }: DemoCloud): Promise<() => void> {
  const { keeper } = cloud.functions;
  if (!keeper) throw new Error("the template has no keeper");
  keeper.pause();
  await until("the keeper's end", () => (keeper.activeCount === 0 ? true : undefined));
  return () => keeper.resume();
}

interface Refusal {
  readonly status: number;
  readonly error: string | undefined;
  readonly leaked: readonly string[];
  readonly changed: readonly string[];
}

/** As it is documented: nothing leaked, nothing changed. */
export const refused = (status: number, error: string): Refusal => ({ status, error, leaked: [], changed: [] });

export type BadInputCloud = Awaited<ReturnType<typeof aBadInputCloud>>;

export const basic = (apiKey: string): string => `Basic ${Buffer.from(`apikey:${apiKey}`).toString("base64")}`;

export function apiKeyOf(people: DemoCloud["tenant"]["people"], persona: string): string {
  const apiKey = people.find((person) => person.persona === persona)?.apiKey;
  if (apiKey === undefined) throw new Error(`nobody with an API key is ${persona}`);
  return apiKey;
}
