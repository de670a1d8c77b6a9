import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { overhear, type Passing } from "../../infra/local/overhear.ts";
import type { DemoPerson } from "../../infra/local/seed/demo-person.ts";
import type { Mailbox } from "../../infra/local/ses/start-mailbox.ts";
import { bytesFinder } from "./find-bytes.ts";
import { formsOf } from "./secret-forms.ts";
import { secretsIn } from "./secrets-passing.ts";

interface Written {
  readonly where: string;
  readonly bytes: Buffer;
}

/**
 * Notes every secret that is used in the local system, and every row and message that is written. `leaks` then looks for
 * the one in the other, and in logs and mails: in clear, URL-encoded, in hex, in Base64.
 */
export function watchSecrets() {
  const secrets = new Set<string>();
  const written: Written[] = [];
  const stop = overhear((passing) => {
    for (const secret of secretsIn(passing)) secrets.add(secret);
    written.push(...writesIn(passing));
  });
  return {
    stop,
    add: (...more: readonly string[]) => {
      for (const secret of more) secrets.add(secret);
    },
    /** Who the secrets of people are is known before any of them is used. */
    addPeople: (people: readonly DemoPerson[]) => {
      for (const { password, apiKey, totpSecret } of people) {
        for (const secret of [password, apiKey, totpSecret]) if (secret !== undefined) secrets.add(secret);
      }
    },
    /** Each place with a secret, and what stands around it. Throws unless there is something to look for, and in. */
    leaks(traces: readonly Written[]): string[] {
      const places = [...written, ...traces];
      // "000…" is nobody's secret, but something that tests try; a chain of hashes begins with it.
      const real = [...secrets].filter((secret) => new Set(secret).size > 3 || secret.length < 10);
      const byForm = new Map(real.flatMap((secret) => formsOf(secret).map((form) => [form, secret] as const)));
      if (byForm.size === 0 || places.every(({ bytes }) => bytes.length === 0)) throw new Error("nothing to look for");
      const find = bytesFinder([...byForm.keys()]);
      return places.flatMap(({ where, bytes }) =>
        find(bytes).map(({ pattern, at }) => {
          const around = bytes.subarray(Math.max(0, at - 60), at + pattern.length + 20).toString();
          return `${where} holds “${byForm.get(pattern)}”: …${around}…`;
        }),
      );
    },
  };
}

export type SecretWatch = ReturnType<typeof watchSecrets>;

const WRITES = /^(?:(DynamoDB)_\w+\.(?:Put|Update|BatchWrite|TransactWrite)|(AmazonSQS)\.Send)/u;

function writesIn(passing: Passing): Written[] {
  if (passing.kind !== "call") return [];
  const { headers, body } = passing.call;
  const [, table, queue] = WRITES.exec(String(headers["x-amz-target"])) ?? [];
  if (queue !== undefined) return [{ where: "a message", bytes: body }];
  // Numbers stand there as texts; none is a code.
  const texts = () => Buffer.from(body.toString().replaceAll(/"N":"[^"]*"/gu, ""));
  return table === undefined ? [] : [{ where: "a row", bytes: texts() }];
}

export async function mailsOf(mailbox: Mailbox): Promise<Written[]> {
  return (await mailbox.inbox()).map((mail) => ({ where: "a mail", bytes: Buffer.from(JSON.stringify(mail)) }));
}

export const logsIn = (directory: string): Written[] =>
  readdirSync(directory).map((name) => ({ where: `the log ${name}`, bytes: readFileSync(join(directory, name)) }));
