import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { sesMailer } from "../../../../functions/adapters/ses/ses-mailer.ts";
import { networkError, serviceError, timeout } from "../../../support/sdk-errors.ts";

const ses = mockClient(SESClient);
beforeEach(() => ses.reset());

const mailer = sesMailer({ client: new SESClient() });
const mail = { to: "ada@acme.example", from: "coffer@example.com", subject: "Größe", text: "text", html: "<p>" };

describe("the mailer", () => {
  it("sends one mail to one recipient, in UTF-8", async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: "m" });
    expect(await mailer.send(mail)).toBe("accepted");
    expect(ses.calls().map(({ args }) => args[0].input)).toEqual([
      {
        Source: mail.from,
        Destination: { ToAddresses: [mail.to] },
        Message: {
          Subject: { Data: "Größe", Charset: "UTF-8" },
          Body: { Text: { Data: "text", Charset: "UTF-8" }, Html: { Data: "<p>", Charset: "UTF-8" } },
        },
      },
    ]);
  });

  it.each([
    ["a throttle", serviceError("Throttling", 400)],
    ["an unavailable service", serviceError("ServiceUnavailable", 503)],
    ["a rejected message", serviceError("MessageRejected", 400)],
    ["an unverified sender", serviceError("MailFromDomainNotVerifiedException", 400)],
    ["a paused account", serviceError("AccountSendingPausedException", 400)],
    ["a connection that was never made", networkError("ECONNREFUSED")],
  ])("knows after %s that the mail was not accepted", async (_, error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "service-busy", cause: error });
  });

  it.each([
    ["a failure of the server", serviceError("InternalFailure", 500)],
    ["a broken connection", networkError("ECONNRESET")],
    ["a time-out", timeout()],
  ])("cannot say after %s", async (_, error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "answer-ambiguous", cause: error });
  });

  it("leaves a bug a bug", async () => {
    const bug = new TypeError("bug");
    ses.on(SendEmailCommand).callsFake(() => {
      throw bug;
    });
    await expect(mailer.send(mail)).rejects.toBe(bug);
  });
});
