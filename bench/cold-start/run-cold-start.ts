import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PAGES, ROUTES } from "../../functions/routes.ts";
import { FUNCTION_NAMES } from "../../infra/cloud/functions/function-names.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { median } from "../report/median.ts";
import { type Built, buildEmpty, buildFunctions } from "./builds.ts";
import type { ColdStartOptions } from "./read-options.ts";
import { type ColdStartRow, renderColdStarts } from "./render-cold-starts.ts";
import { type ColdStart, startOnce } from "./start-once.ts";
import { startSurroundings } from "./surroundings.ts";

type BuildName = "ours" | "naive" | "empty";

const processMs = (start: ColdStart) => start.processMs;

/** Every function's bundle in fresh processes, turn by turn with a naive build of it and with an empty handler. */
export async function runColdStart(
  { rounds, isFast }: ColdStartOptions,
  print: (text: string) => void,
): Promise<readonly ColdStartRow[]> {
  print(describeMachine());
  await using stop = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "coffer-cold-start-"));
  stop.defer(() => rmSync(folder, { recursive: true, force: true }));
  const builds = await buildFunctions(FUNCTION_NAMES, folder);
  const empty = buildEmpty(folder);
  const surroundings = await startSurroundings();
  stop.defer(() => surroundings.close());

  const times = new Map<string, Record<BuildName, ColdStart[]>>(
    FUNCTION_NAMES.map((name) => [name, { ours: [], naive: [], empty: [] }]),
  );
  // One round more than is counted: until then files are not in the system's cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { ours, naive }] of builds) {
      const event = firstCall(name);
      const each: readonly (readonly [BuildName, Built])[] = [
        ["ours", ours],
        ["naive", naive],
        ["empty", empty],
      ];
      for (const [build, { file }] of each) {
        const start = await startOnce(file, event, surroundings.environment);
        if (round > 0) times.get(name)?.[build].push(start);
      }
    }
  }
  const rows = [...builds].map(([name, { ours, naive }]): ColdStartRow => {
    const middle = (build: BuildName, value: (start: ColdStart) => number) =>
      median((times.get(name)?.[build] ?? []).map(value));
    const whole = (build: BuildName) => middle(build, ({ loadMs, callMs }) => loadMs + callMs);
    return {
      name,
      isCalled: firstCall(name) !== undefined,
      status: times.get(name)?.ours[0]?.status,
      bytes: ours.bytes,
      naiveBytes: naive.bytes,
      loadToNaive: middle("ours", ({ loadMs }) => loadMs) / middle("naive", ({ loadMs }) => loadMs),
      callToNaive: middle("ours", ({ callMs }) => callMs) / middle("naive", ({ callMs }) => callMs),
      wholeToNaive: whole("ours") / whole("naive"),
      processToEmpty: middle("ours", processMs) / middle("empty", processMs),
    };
  });
  print(`\n${renderColdStarts(rows, !isFast)}`);
  return rows;
}

/**
 * What a function behind the front door is asked first: under a host that is nobody's, so that it reads one row and
 * answers 404, all by its own code. Others are only loaded.
 */
function firstCall(name: string): object | undefined {
  const route = [...ROUTES, ...PAGES].find((each) => each.function === name);
  if (route === undefined) return undefined;
  return {
    httpMethod: route.method,
    resource: route.path,
    path: route.path,
    headers: { "content-type": "application/json" },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    isBase64Encoded: false,
    body: route.method === "POST" ? "{}" : null,
    requestContext: { domainName: "nobody.example", requestId: "bench", identity: { sourceIp: "192.0.2.1" } },
  };
}
