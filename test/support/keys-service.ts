import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import { type Keys, startKeys } from "../../infra/local/keys/start-keys.ts";

export interface KeysService {
  readonly local: Keys;
  readonly directory: string;
  readonly secrets: SecretsManagerClient;
  readonly kms: KMSClient;
  sts(credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): STSClient;
  /** Stops the service, keeps its files, and starts another on them. */
  restarted(): Promise<KeysService>;
  stop(): Promise<void>;
}

const anyCredentials = { accessKeyId: "local", secretAccessKey: "local" };

export async function keysService(options: { now?: () => number; directory?: string } = {}): Promise<KeysService> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "coffer-keys-")));
  const local = await startKeys({ port: 0, directory, ...(options.now ? { now: options.now } : {}) });
  const config = { region: "eu-central-1", endpoint: local.url, credentials: anyCredentials, maxAttempts: 1 };
  return {
    local,
    directory,
    secrets: new SecretsManagerClient(config),
    kms: new KMSClient(config),
    sts: (credentials = anyCredentials) => new STSClient({ ...config, credentials }),
    async restarted() {
      await local.close();
      return keysService({ ...options, directory });
    },
    async stop() {
      await local.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
