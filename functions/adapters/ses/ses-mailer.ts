import { type SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { Failure } from "../../domain/failure.ts";
import type { Mail, Mailer } from "../../domain/notice/mailer.ts";
import { sdkErrorKind } from "../system/sdk-error-kind.ts";

const ANSWER_TIMEOUT_MS = 10_000;

/** Sends by SES. The client must make one attempt only: `SES_CLIENT_SETTINGS`. */
export function sesMailer(deps: { readonly client: SESClient; readonly answerTimeoutMs?: number }): Mailer {
  return {
    send: async (mail) => {
      // Some servers never answer a call they do not know.
      const abortSignal = AbortSignal.timeout(deps.answerTimeoutMs ?? ANSWER_TIMEOUT_MS);
      try {
        await deps.client.send(new SendEmailCommand(message(mail)), { abortSignal });
        return "accepted";
      } catch (error) {
        throw mailFailure(error);
      }
    },
  };
}

const message = ({ to, from, subject, text, html }: Mail) => ({
  Source: from,
  Destination: { ToAddresses: [to] },
  Message: {
    Subject: { Data: subject, Charset: "UTF-8" },
    Body: { Text: { Data: text, Charset: "UTF-8" }, Html: { Data: html, Charset: "UTF-8" } },
  },
});

/** A mail that was refused was surely not accepted, whatever the reason; without an answer nobody can say. */
function mailFailure(error: unknown): unknown {
  const kind = sdkErrorKind(error);
  if (kind === undefined) return error;
  const isRefused = kind === "refused" || kind === "throttled" || kind === "unreachable";
  const details = { error: error instanceof Error ? error.name : "unknown" };
  return new Failure(isRefused ? "service-busy" : "answer-ambiguous", details, error);
}
