import { mkdirSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { createFaults, type Faults } from "../faults.ts";
import { answerRequest } from "./answer-request.ts";
import type { CredentialLookup } from "./authenticate.ts";
import { openBlobStore } from "./blob-store.ts";
import { isReferenced } from "./bodies.ts";
import { lockDirectory } from "./lock-directory.ts";
import { openMetadata } from "./metadata.ts";
import { awsLimits, type CopyAnswers, type S3Limits, type Store } from "./store.ts";

export interface S3Options {
  /** 0 for any free one. */
  readonly port: number;
  /** Kept between starts. One server at a time. */
  readonly directory: string;
  readonly credentials: CredentialLookup;
  readonly region?: string;
  readonly accountId?: string;
  readonly faults?: Faults;
  readonly copyAnswers?: CopyAnswers;
  /** Sizes smaller than AWS's, for tests that need many parts of few bytes. */
  readonly limits?: Partial<S3Limits>;
  /** Whether requests count as having come by TLS, for a policy that asks for it: the server itself speaks plain HTTP. */
  readonly isTls?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface S3Server {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** An S3 server on the loopback address that keeps everything in one directory and refuses what AWS refuses. */
export async function startS3(options: S3Options): Promise<S3Server> {
  mkdirSync(options.directory, { recursive: true });
  const lock = lockDirectory(options.directory);
  const metadata = openMetadata(join(options.directory, "metadata.sqlite"));
  const blobs = openBlobStore(join(options.directory, "blobs"));
  blobs.sweep((blob) => isReferenced(metadata, blob));
  const store: Store = {
    ...metadata,
    blobs,
    region: options.region ?? "us-east-1",
    accountId: options.accountId ?? "000000000000",
    limits: { ...awsLimits, ...options.limits },
    copyAnswers: options.copyAnswers ?? "checksum",
    isTls: options.isTls ?? false,
    nowMs: options.now ?? Date.now,
  };
  const faults = options.faults ?? createFaults();
  const deps = { store, credentials: options.credentials, faults };
  const answer: RequestListener = (message, response) => {
    answerRequest(message, response, deps).catch(() => response.destroy()); // the client went away in the middle
  };
  const server = createServer(answer).on("checkContinue", answer);
  server.requestTimeout = 0; // a part of gigabytes may take its time
  server.keepAliveTimeout = 75_000; // longer than clients keep a connection idle: they, not we, let go of it
  const closeStore = () => {
    metadata.close();
    lock.close();
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  }).catch((error: unknown) => {
    closeStore();
    throw error;
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the S3 server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    faults,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      closeStore();
    },
  };
}
