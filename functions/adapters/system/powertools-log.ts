import type { Logger } from "@aws-lambda-powertools/logger";
import type { FailureDetails } from "../../domain/failure.ts";
import type { Log } from "../../domain/ports.ts";
import { describeError } from "./describe-error.ts";
import { redact, redactText } from "./redact.ts";

/** Structured lines by Powertools, without secrets: what goes in is redacted here, and errors are told in plain facts. */
export function powertoolsLog(deps: { readonly logger: Pick<Logger, "info" | "warn" | "error"> }): Log {
  return {
    info: (message, facts) => deps.logger.info(redactText(message), line(facts)),
    warn: (message, facts, error) => deps.logger.warn(redactText(message), line(facts, error)),
    error: (message, facts, error) => deps.logger.error(redactText(message), line(facts, error)),
  };
}

const line = (facts: FailureDetails | undefined, error?: unknown) => ({
  ...(facts === undefined ? {} : { facts: redact(facts) }),
  ...(error === undefined ? {} : { error: describeError(error) }),
});
