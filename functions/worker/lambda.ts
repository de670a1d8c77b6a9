import { wireWorker } from "../wiring/wire-worker.ts";
import { runSlice } from "./run-slice.ts";

export const handler = runSlice(wireWorker());
