import { spawnSync } from "node:child_process";
import type { Way } from "./way.ts";

/** What to install before this way can be measured; undefined: all is there. */
export function missingPackages({ needs = [] }: Way): string | undefined {
  const missing = needs.filter(({ program, probe = ["--version"] }) => {
    const { status } = spawnSync(program, [...(program === "restic" ? ["version"] : probe)], { stdio: "ignore" });
    return status !== 0;
  });
  return missing.length === 0 ? undefined : missing.map(({ packageName }) => packageName).join(" ");
}
