import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { testCredentials } from "./s3-endpoint.ts";

export interface S3Process {
  readonly client: S3Client;
  /** Highest resident memory so far, in MiB. */
  peakMiB(): number;
  /** As `kill -9`: no chance to tidy up. */
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL("./s3-child.ts", import.meta.url));

export async function startS3Process(directory: string): Promise<S3Process> {
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  const endpoint = `http://127.0.0.1:${String(port).trim()}`;
  const options = { endpoint, region: "eu-central-1", forcePathStyle: true, maxAttempts: 1 };
  const client = new S3Client({ ...options, credentials: testCredentials });
  return {
    client,
    peakMiB() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    async kill() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      client.destroy();
    },
  };
}
