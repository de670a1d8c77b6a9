import { expect, test } from "vitest";
import { renderAnswer } from "../../../infra/local/gateway/render-answer.ts";

const render = (result: unknown, binaryTypes: string[] = [], accept = "*/*") =>
  renderAnswer(JSON.stringify(result), binaryTypes, accept);

test("passes status, headers and body on", () => {
  const answer = render({ statusCode: 201, headers: { "content-type": "application/hal+json", "x-n": 1 }, body: "{}" });
  expect(answer).toEqual({
    status: 201,
    headers: [
      ["content-type", "application/hal+json"],
      ["x-n", "1"],
    ],
    body: Buffer.from("{}"),
  });
});

test("sends each of several values, which win over a single one of that name", () => {
  const answer = render({
    statusCode: 200,
    headers: { "set-cookie": "x=0" },
    multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
  });
  expect(answer?.headers.filter(([name]) => name === "Set-Cookie")).toHaveLength(2);
  expect(answer?.headers.some(([, value]) => value === "x=0")).toBe(false);
});

test("calls an answer JSON that does not say what it is", () => {
  expect(render({ statusCode: 204 })?.headers).toEqual([["Content-Type", "application/json"]]);
});

test("renames what API Gateway keeps for itself", () => {
  expect(render({ statusCode: 401, headers: { "WWW-Authenticate": "Basic" } })?.headers[0]).toEqual([
    "x-amzn-Remapped-WWW-Authenticate",
    "Basic",
  ]);
});

test("decodes base64 only for an API that has the type the client accepts as binary", () => {
  const result = { statusCode: 200, body: "aGk=", isBase64Encoded: true };
  expect(render(result)?.body.toString()).toBe("aGk=");
  expect(render(result, ["application/zip"], "application/zip")?.body.toString()).toBe("hi");
  expect(render(result, ["image/*"], "image/png, */*")?.body.toString()).toBe("hi");
});

test.each([{}, { statusCode: "abc" }, { statusCode: 200, body: {} }, { statusCode: 20 }, null, "text"])(
  "takes %j for no answer at all",
  (result) => {
    expect(render(result)).toBeUndefined();
  },
);
