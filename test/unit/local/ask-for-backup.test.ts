import { describe, expect, it } from "vitest";
import { askForBackup } from "../../../infra/local/tour/ask-for-backup.ts";

/** A service that is making another backup for the first `busyFor` requests. */
function busyService(busyFor: number) {
  const asked: string[] = [];
  return {
    asked,
    async requestBackupUnlessPending(apiKey: string, token: string) {
      asked.push(`${apiKey} ${token}`);
      return asked.length > busyFor ? "/api/v3/job_statuses/b1" : undefined;
    },
  };
}

describe("the tour's request", () => {
  it("comes after a backup that an earlier run was stopped amid, and says once what it waits for", async () => {
    const service = busyService(3);
    const said: string[] = [];
    const job = await askForBackup(service, { apiKey: "key", token: "token" }, { say: (line) => said.push(line) }, 1);

    expect(job).toBe("/api/v3/job_statuses/b1");
    expect(service.asked).toEqual(Array.from({ length: 4 }, () => "key token"));
    expect(said).toEqual([expect.stringContaining("from before is still being made")]);
  });

  it("is made at once and says nothing where there is none", async () => {
    const service = busyService(0);
    const said: string[] = [];
    await askForBackup(service, { apiKey: "key", token: "token" }, { say: (line) => said.push(line) }, 1);

    expect(service.asked).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
