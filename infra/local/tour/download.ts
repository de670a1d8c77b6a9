import { createWriteStream, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { open } from "./ask.ts";

/** Saves what a link leads to, without credentials of any kind. A half-written file is removed. Returns its bytes. */
export async function download(url: string, file: string): Promise<number> {
  const response = await open({ method: "GET", url });
  if (response.statusCode !== 200) {
    response.resume();
    throw new Error(`The download answered ${response.statusCode}.`);
  }
  const target = createWriteStream(file, { mode: 0o600 });
  try {
    await pipeline(response, target);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
  return target.bytesWritten;
}
