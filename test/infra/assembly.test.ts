import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { synthesise } from "./synthesise.ts";
import { intrinsicsIn, resourcesOf } from "./template.ts";

const { directory, state, service } = synthesise();

test("templates use no more functions of CloudFormation than the local system knows", () => {
  const known = ["Fn::GetAtt", "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::Sub"];
  const used = [...intrinsicsIn(state.Resources), ...intrinsicsIn(service.Resources)];
  expect(used.filter((name) => !known.includes(name))).toEqual([]);
});

test("each function says where its code is, the worker's beside what its image is made from", () => {
  for (const { id, Properties, Metadata } of resourcesOf(service, "AWS::Lambda::Function")) {
    const folder = join(directory, String(Metadata["aws:asset:path"]));
    expect({ id, isThere: existsSync(join(folder, "index.js")) }).toEqual({ id, isThere: true });
    expect(existsSync(join(folder, "Dockerfile"))).toBe(Properties["PackageType"] === "Image");
  }
});

test("the service takes from the state only what the state shares by name", () => {
  const shared = new Set([...JSON.stringify(state.Outputs).matchAll(/"Name":"([^"]+)"/g)].map(([, name]) => name));
  const taken = new Set([...JSON.stringify(service).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name));
  expect([...taken].filter((name) => !shared.has(name))).toEqual([]);
  expect(taken.size).toBeGreaterThan(5);
});
