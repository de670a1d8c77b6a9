import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { askCode } from "../../../cli/ask-code.ts";
import { isCommandError } from "../../../cli/command-error.ts";
import { EXIT, exitCodeOf } from "../../../cli/exit-codes.ts";
import { plain, table } from "../../../cli/print.ts";
import { createProgram } from "../../../cli/program.ts";
import { readTenantSecret } from "../../../cli/tenants/read-tenant-secret.ts";

const said: string[] = [];
const program = (variables: Record<string, string> = {}) => {
  said.length = 0;
  const write = (text: string) => void said.push(text);
  return createProgram({ variables, write, writeError: write });
};

const exitCode = async (args: readonly string[], variables: Record<string, string> = {}) => {
  try {
    await program(variables).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (isCommandError(error)) return error.exitCode;
    throw error;
  }
};

const commands = (group: Command): Command[] =>
  group.commands.flatMap((command) => (command.commands.length > 0 ? commands(command) : [command]));

describe("coffer", () => {
  it("asks for no secret in an argument", () => {
    for (const command of commands(program())) {
      const names = [
        ...command.options.map(({ long }) => long),
        ...command.registeredArguments.map((one) => one.name()),
      ];
      expect(names.filter((name) => /password|secret|token|key/iu.test(name ?? ""))).toEqual(
        names.filter((name) => name === "--secret-file" || name === "--wrong-tokens-per-key"),
      );
    }
  });

  it.each(
    commands(program())
      .filter(({ options }) => options.length > 0)
      .map((command) => [command.name(), command] as const),
  )("teaches by an example: %s", (name, command) => {
    command.configureOutput({ writeOut: (text) => void said.push(text) });
    command.outputHelp();
    const help = said.join("");
    expect(help).toMatch(/Examples?:\n {2}coffer /u);
    expect(help).toContain(name);
  });

  it.each([
    ["https://backup.hosting.example", EXIT.refused],
    ["http://127.0.0.1:7070", EXIT.refused],
    ["http://acme.localhost:7070", EXIT.refused],
    ["http://backup.hosting.example", EXIT.usage],
    ["http://127.0.0.1.evil.example", EXIT.usage],
    ["http://localhost.evil.example", EXIT.usage],
    ["https://backup.hosting.example/live", EXIT.usage],
    ["ftp://backup.hosting.example", EXIT.usage],
    ["backup.hosting.example", EXIT.usage],
    ["", EXIT.usage],
  ])("sends nothing without TLS but to this machine: %s", async (url, code) => {
    // No credentials are found: further than that nothing may come.
    const args = ["--profile", "nobody-has-this", "--region", "eu-central-1", "tenants", "list"];
    expect(await exitCode(args, { COFFER_URL: url })).toBe(code);
  });

  it.each([
    [["tenants", "set", "acme"], EXIT.usage],
    [
      ["tenants", "add", "acme", "--title", "A", "--domain", "d", "--bucket", "b", "--secret-file", "/nowhere"],
      EXIT.usage,
    ],
  ])("looks at what it was given before it asks anybody: %s", async (args, code) => {
    expect(await exitCode(args, { COFFER_URL: "https://backup.hosting.example" })).toBe(code);
  });

  it.each([
    [400, EXIT.usage],
    [401, EXIT.refused],
    [403, EXIT.refused],
    [404, EXIT.notFound],
    [409, EXIT.conflict],
    [422, EXIT.usage],
    [429, EXIT.later],
    [500, EXIT.unexpected],
    [503, EXIT.later],
    [504, EXIT.later],
  ])("ends for a %i with %i", (status, code) => {
    expect(exitCodeOf(status)).toBe(code);
  });
});

it("takes the code of a second factor out of the environment, where there is one", async () => {
  expect(await askCode("arn:aws:iam::111122223333:mfa/olga", "123456")).toBe("123456");
});

describe("what is printed", () => {
  it("moves no cursor, whatever a tenant calls itself", () => {
    expect(plain("Acme\u001b[2J\r\n\u202eevil")).toBe("Acme\ufffd[2J\ufffd\ufffd\ufffdevil");
    expect(table(["A", "B"], [["one\u001b[31m", "x"]])).not.toContain("\u001b");
  });

  it("stands in columns as wide as what is in them", () => {
    expect(
      table(
        ["ID", "NAME"],
        [
          ["a", "x"],
          ["long", ""],
        ],
      ),
    ).toBe("ID    NAME\na     x\nlong");
  });
});

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "coffer-secret-")), "secret.json");
  writeFileSync(path, text);
  return path;
};

describe("a tenant's secret", () => {
  const logins = { identityUrl: "postgres://a", dumpUrl: "postgresql://b", secretKeyBase: "c" };
  it("is read from a file", () => {
    expect(JSON.parse(readTenantSecret(file(JSON.stringify(logins))))).toEqual(logins);
  });

  it.each([
    ["no JSON", "postgres://user:hunter2@db/x", ""],
    ["a member too few", JSON.stringify({ ...logins, dumpUrl: undefined }), "dumpUrl"],
    ["a member too many", JSON.stringify({ ...logins, restoreUrl: "postgres://user:hunter2@db/x" }), ""],
    ["another kind of URL", JSON.stringify({ ...logins, identityUrl: "mysql://user:hunter2@db/x" }), "identityUrl"],
  ])("that is %s is refused without a word of it", (_, text, named) => {
    const message = messageOf(() => readTenantSecret(file(text)));
    expect(message).toContain(named);
    expect(message).not.toContain("hunter2");
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isCommandError(error) && error.exitCode === EXIT.usage) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
