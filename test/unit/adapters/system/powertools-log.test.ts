import { Logger } from "@aws-lambda-powertools/logger";
import { describe, expect, it } from "vitest";
import { powertoolsLog } from "../../../../functions/adapters/system/powertools-log.ts";
import { Failure } from "../../../../functions/domain/failure.ts";
import { serviceError } from "../../../support/sdk-errors.ts";

type Line = { readonly message: string; readonly more: Record<string, unknown> };

function kept() {
  const lines: Line[] = [];
  const keep = (...said: readonly unknown[]) =>
    void lines.push({ message: String(said[0]), more: { ...Object(said[1]) } });
  return { lines, log: powertoolsLog({ logger: { info: keep, warn: keep, error: keep } }) };
}

describe("the log", () => {
  it("keeps message and facts", () => {
    const { lines, log } = kept();
    log.info("backup requested", { backupId: "b", entries: 3 });
    expect(lines).toEqual([{ message: "backup requested", more: { facts: { backupId: "b", entries: 3 } } }]);
  });

  it("tells a failure by code, details and cause, and AWS's request by its id", () => {
    const { lines, log } = kept();
    const cause = serviceError("SlowDown", 503);
    log.error("not stored", { at: "put" }, new Failure("service-busy", { password: "p", tries: 3 }, cause));
    expect(lines[0]?.more["error"]).toMatchObject({
      name: "Failure",
      failure: "service-busy",
      details: { password: "[redacted]", tries: 3 },
      cause: {
        name: "SlowDown",
        message: "SlowDown happened",
        aws: { httpStatusCode: 503, requestId: "r-1", attempts: 3 },
      },
    });
  });

  it("tells the system's and the database's short codes", () => {
    const { lines, log } = kept();
    log.warn("no connection", {}, Object.assign(new Error("connect"), { code: "ECONNREFUSED", address: "10.0.0.1" }));
    expect(lines[0]?.more["error"]).toMatchObject({ system: "ECONNREFUSED" });
    expect(JSON.stringify(lines)).not.toContain("10.0.0.1");
  });

  it("takes nothing that libraries hang on their errors, and no text that a parser quotes", () => {
    const { lines, log } = kept();
    const body = '{"backupToken":"opbk_secret", oops';
    const parse = (): unknown => {
      try {
        return JSON.parse(body);
      } catch (error) {
        return error;
      }
    };
    const hung = Object.assign(new Error("unprocessable", { cause: { package: "p", data: body } }), {
      body,
      detail: body,
    });
    log.error("bad request", {}, hung);
    log.error("bad request", {}, new Failure("malformed-json", {}, parse()));
    expect(JSON.stringify(lines)).not.toContain("oops");
  });

  it("follows causes only so far", () => {
    const { lines, log } = kept();
    const loop = new Error("round");
    loop.cause = loop;
    log.error("round", {}, loop);
    expect(JSON.stringify(lines).match(/"round"/g)?.length).toBeLessThan(10);
  });

  it("says of anything else that was thrown only what it was", () => {
    const { lines, log } = kept();
    log.error("thrown", {}, "opbk_secret");
    expect(lines[0]?.more["error"]).toEqual({ thrown: "string" });
  });

  it("writes one JSON line by Powertools", () => {
    const written: string[] = [];
    const logger = new Logger({ serviceName: "test" });
    const log = powertoolsLog({ logger });
    Reflect.set(logger, "console", { warn: (line: string) => written.push(line) });
    log.warn("opbk_abc was sent", { backupToken: "x" }, new Failure("service-busy"));
    expect(JSON.parse(written[0] ?? "{}")).toMatchObject({
      level: "WARN",
      service: "test",
      message: "opbk_[redacted] was sent",
      facts: { backupToken: "[redacted]" },
      error: { failure: "service-busy" },
    });
  });
  it("keeps line breaks, and what looks like a line of its own, within the line", () => {
    const written: string[] = [];
    const logger = new Logger({ serviceName: "test" });
    Reflect.set(logger, "console", { warn: (line: string) => written.push(line) });
    powertoolsLog({ logger }).warn('x\r\n{"level":"INFO"}\u2028', { path: "a\n{}" });
    expect(written).toHaveLength(1);
    expect(written[0]).not.toMatch(/[\r\n]/u);
    expect(JSON.parse(written[0] ?? "{}")).toMatchObject({ level: "WARN", facts: { path: "a\n{}" } });
  });
});
