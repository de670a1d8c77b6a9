import { describe, expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { renderProblem } from "../../../functions/http/problem.ts";

describe("a problem on the wire", () => {
  it("names what a caller can mend, and the seconds to wait in a header", () => {
    const { statusCode, headers, body } = renderProblem(
      new Failure("daily-limit", { retryAfterSeconds: 60, limit: 3 }),
    );
    expect(statusCode).toBe(429);
    expect(headers).toMatchObject({ "retry-after": "60" });
    expect(JSON.parse(body)).toMatchObject({ _embedded: { details: { limit: 3 } } });
  });

  it("says nothing of our own side", () => {
    for (const error of [new Error("secret"), new Failure("service-busy", { host: "secret" }), "secret"]) {
      expect(JSON.stringify(renderProblem(error))).not.toContain("secret");
    }
  });
});
