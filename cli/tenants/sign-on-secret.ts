import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { secretPlaceShape } from "../../functions/http/representations/secret-place.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { readSecretFile } from "./read-tenant-secret.ts";

const shape = z.strictObject({ clientSecret: z.string().min(1) });

/** The JSON of a file, or of the standard input for `-`. What is wrong with it is named, never what it holds. */
export const readSignOnSecret = (file: string): string =>
  readSecretFile(file, shape, "The secret is not JSON with exactly clientSecret");

/** Puts a client's secret where the one function looks for it that speaks to identity providers, or replaces it there. */
export async function putSignOnSecret(
  { client, account, ticket }: Surroundings,
  tenant: string,
  SecretString: string,
): Promise<void> {
  const place = { method: "GET", path: [tenant, "secret_place"], query: ticket } as const;
  const { signOnName, kmsKeyArn } = await client.ask(place, secretPlaceShape);
  const secrets = new SecretsManagerClient(account);
  try {
    await secrets.send(new CreateSecretCommand({ Name: signOnName, KmsKeyId: kmsKeyArn, SecretString }));
  } catch (cause) {
    if (!(cause instanceof ResourceExistsException)) throw unwritten(signOnName, cause);
    await secrets.send(new PutSecretValueCommand({ SecretId: signOnName, SecretString })).catch((again: unknown) => {
      throw unwritten(signOnName, again);
    });
  } finally {
    secrets.destroy();
  }
}

const unwritten = (name: string, cause: unknown) =>
  commandError(
    EXIT.unexpected,
    `${name} could not be written (${cause instanceof Error ? cause.name : "unknown"}).`,
    cause,
  );
