import { createServer, type Server } from "node:http";
import { SESClient } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SES_CLIENT_SETTINGS } from "../../../functions/adapters/ses/ses-client-settings.ts";
import { sesMailer } from "../../../functions/adapters/ses/ses-mailer.ts";
import { type Mailbox, startMailbox } from "../../../infra/local/ses/start-mailbox.ts";

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox(0);
});
afterAll(() => mailbox.close());

const mail = {
  to: "ada@acme.example",
  from: "coffer@example.com",
  subject: "Größe: your backup is ready 🎉",
  text: "Grüße",
  html: "<p>Grüße</p>",
};

const clientOf = (endpoint: string) =>
  new SESClient({
    ...SES_CLIENT_SETTINGS,
    region: "eu-central-1",
    endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

describe("the mailer", () => {
  it("delivers text and HTML to one recipient", async () => {
    expect(await sesMailer({ client: clientOf(mailbox.url) }).send(mail)).toBe("accepted");
    expect(await mailbox.inbox()).toMatchObject([
      {
        from: mail.from,
        destination: { to: [mail.to], cc: [], bcc: [] },
        subject: mail.subject,
        body: { text: mail.text, html: mail.html },
      },
    ]);
  });

  it("cannot say whether a mail was accepted when no answer comes", async () => {
    let calls = 0;
    const silent = createServer(() => {
      calls += 1;
    });
    const mailer = sesMailer({ client: clientOf(await listening(silent)), answerTimeoutMs: 100 });
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "answer-ambiguous" });
    expect(calls).toBe(1);
    silent.closeAllConnections();
    silent.close();
  });

  it("cannot say so either when the connection breaks, and does not send again by itself", async () => {
    let calls = 0;
    const breaking = createServer((request) => {
      calls += 1;
      request.socket.destroy();
    });
    const mailer = sesMailer({ client: clientOf(await listening(breaking)) });
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "answer-ambiguous" });
    expect(calls).toBe(1);
    breaking.close();
  });

  it("knows that a mail was not accepted when nobody is there", async () => {
    const mailer = sesMailer({ client: clientOf("http://127.0.0.1:1") });
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "service-busy" });
  });
});
