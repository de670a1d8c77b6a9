import { renderTable } from "../report/render-table.ts";

export interface ColdStartRow {
  readonly name: string;
  /** False: only loaded, and judged by its size alone. */
  readonly isCalled: boolean;
  /** Of its first answer. */
  readonly status: number | undefined;
  readonly bytes: number;
  readonly naiveBytes: number;
  /** Medians of this build's processor time to those of the naive build. */
  readonly loadToNaive: number;
  readonly callToNaive: number;
  readonly wholeToNaive: number;
  /** The same with the start of Node, to an empty handler's. */
  readonly processToEmpty: number;
}

/** Of load and first call together. */
const wholeToNaiveMax = 0.6;
const bundleKibMax = 500;

const kib = (bytes: number) => (bytes / 1024).toFixed(0);

export function renderColdStarts(rows: readonly ColdStartRow[], isJudged: boolean): string {
  return renderTable(
    [
      "function",
      `KiB (≤ ${bundleKibMax})`,
      "naive, KiB + SDK",
      "load / naive",
      "first call / naive",
      `both / naive (≤ ${wholeToNaiveMax})`,
      "whole process / empty handler",
      ...(isJudged ? [""] : []),
    ],
    rows.map((row) => [
      row.name,
      kib(row.bytes),
      kib(row.naiveBytes),
      row.loadToNaive.toFixed(2),
      row.isCalled ? row.callToNaive.toFixed(2) : "not called",
      row.isCalled ? row.wholeToNaive.toFixed(2) : "",
      row.processToEmpty.toFixed(2),
      ...(isJudged ? [verdict(row)] : []),
    ]),
  );
}

function verdict({ bytes, wholeToNaive, isCalled }: ColdStartRow): string {
  const missed = [
    ...(bytes > bundleKibMax * 1024 ? ["size"] : []),
    ...(isCalled && wholeToNaive > wholeToNaiveMax ? ["time"] : []),
  ];
  return missed.length === 0 ? "met" : `missed: ${missed.join(", ")}`;
}
