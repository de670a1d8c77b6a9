import { ask } from "../../infra/local/tour/ask.ts";
import { aDemoCloud, type DemoCloud } from "../../test/support/a-demo-cloud.ts";
import { setTries } from "../../test/support/set-tries.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { median } from "../report/median.ts";
import { renderTable } from "../report/render-table.ts";
import { type SignInCase, signInCases } from "./sign-in-cases.ts";

/** Rounds that warm up what is measured after them. */
const WARM_UP = 2;

/**
 * How long each kind of refused sign-in takes, one after the other in turn, on the whole system on this machine. That each
 * computes exactly one password hash is asserted by tests; here one looks at whether the time tells who exists.
 */
export async function runSignIns(rounds: number, say: (line: string) => void): Promise<void> {
  const demo = await aDemoCloud("globex");
  try {
    await setTries(demo, { signInTriesPerUser: 100_000, signInTriesPerAddress: 100_000 });
    const cases = signInCases(demo.tenant);
    const times = new Map(cases.map(({ name }): [string, number[]] => [name, []]));
    for (let round = -WARM_UP; round < rounds; round += 1) {
      // Another one begins each round: whoever comes first may find the house asleep.
      for (const [nth] of cases.entries()) {
        const each = cases[(nth + round + WARM_UP) % cases.length];
        const ms = each && (await timeOf(demo, each));
        if (each && ms !== undefined && round >= 0) times.get(each.name)?.push(ms);
      }
    }
    say(describeMachine());
    say("");
    say(renderTimes(times));
  } finally {
    await demo.close();
  }
}

async function timeOf({ cloud, tenant }: DemoCloud, { login, password }: SignInCase): Promise<number> {
  const started = performance.now();
  const { status } = await ask({
    method: "POST",
    url: `${cloud.origin(tenant.domainName)}/api/v3/sessions`,
    headers: { "content-type": "application/json", "x-requested-with": "Coffer" },
    body: JSON.stringify({ login, password }),
  });
  if (status !== 401) throw new Error(`the sign-in of ${login} was answered ${status}`);
  return performance.now() - started;
}

function renderTimes(times: ReadonlyMap<string, readonly number[]>): string {
  const nobody = median([...times.values()][0] ?? []);
  const rows = [...times].map(([name, all]) => {
    const sorted = [...all].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    const middle = median(all);
    return [
      name,
      ...[middle, at(0.1), at(0.9)].map((ms) => ms.toFixed(1)),
      `${(((middle - nobody) / nobody) * 100).toFixed(1)} %`,
    ];
  });
  return renderTable(["refused sign-in", "median ms", "10 %", "90 %", "to nobody’s"], rows);
}
