import { expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";
import type { PortCall } from "../../support/watched-port.ts";

const isCount = ({ port, method }: PortCall): boolean => port === "snapshot" && method === "rowCounts";
const aSystem = () => buildSystem({ attachments: someAttachments(12, 300, 1500), dump: someBytes(1800, 99) });

it("counts rows while the dump is made", async () => {
  const system = aSystem();
  const seen: string[] = [];
  system.database.beforeChunk = () => void seen.push("chunk");
  system.interfere({ after: (call) => void (isCount(call) && seen.push("counted")) });
  expect(await makeBackup(system)).toMatchObject({ state: "ready" });
  expect(seen.indexOf("counted")).toBeLessThan(seen.lastIndexOf("chunk"));
});

it("ends the dump when rows cannot be counted, and begins anew", async () => {
  const system = aSystem();
  let chunks = 0;
  let failures = 1;
  system.database.beforeChunk = () => void (chunks += 1);
  system.interfere({
    before: (call) => {
      if (isCount(call) && failures-- > 0) throw new Failure("tenant-database-unavailable");
    },
  });
  expect(await makeBackup(system)).toMatchObject({ state: "ready", generation: 2 });
  const whole = Math.ceil(1800 / 97);
  expect(chunks).toBeLessThan(2 * whole);
  expect(await brokenInvariants(system)).toEqual([]);
});
