import { expect, test } from "vitest";
import { matchRoute } from "../../../infra/local/gateway/match-route.ts";
import type { GatewayRoute } from "../../../infra/local/gateway/route.ts";
import { aFunction } from "../../support/local-function.ts";

const route = (method: string, resource: string): GatewayRoute => ({
  method,
  resource,
  function: aFunction(async () => null),
  timeoutMs: 29_000,
});
const routes = [
  route("GET", "/things/{thingId}"),
  route("ANY", "/things/{thingId}"),
  route("GET", "/things/new"),
  route("GET", "/{proxy+}"),
  route("GET", "/things/{thingId}/content"),
];
const find = (method: string, path: string) => {
  const match = matchRoute(routes, method, path);
  return match && [match.route.method, match.route.resource, match.pathParameters];
};

test("prefers a literal segment to a parameter, and that to a greedy one", () => {
  expect(find("GET", "/things/new")).toEqual(["GET", "/things/new", null]);
  expect(find("GET", "/things/7")).toEqual(["GET", "/things/{thingId}", { thingId: "7" }]);
  expect(find("GET", "/else/where")).toEqual(["GET", "/{proxy+}", { proxy: "else/where" }]);
});

test("prefers the method itself to any", () => {
  expect(find("GET", "/things/7")?.[0]).toBe("GET");
  expect(find("PUT", "/things/7")?.[0]).toBe("ANY");
});

test("decodes parameters, and leaves what is no encoding", () => {
  expect(find("GET", "/things/a%20b/content")?.[2]).toEqual({ thingId: "a b" });
  expect(find("GET", "/things/%E0%A4%A")?.[2]).toEqual({ thingId: "%E0%A4%A" });
});

test("takes a trailing slash for nothing, and an empty segment for no parameter", () => {
  expect(find("GET", "/things/7/")?.[1]).toBe("/things/{thingId}");
  expect(find("PUT", "/things//")).toBeUndefined();
});

test("finds nothing for another method or a longer path", () => {
  expect(find("DELETE", "/else")).toBeUndefined();
  expect(find("POST", "/things/7/content/more")).toBeUndefined();
});
