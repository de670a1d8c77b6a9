import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { secretPlaceShape } from "../../functions/http/representations/secret-place.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";

/**
 * Puts a tenant's logins where the functions look for them, by the operator's own credentials: no function may write a
 * secret, and none sees this one on its way. `new` replaces nothing.
 */
export async function putTenantSecret(
  { client, account, ticket }: Surroundings,
  tenant: string,
  SecretString: string,
  way: "new" | "replacement",
): Promise<void> {
  const place = { method: "GET", path: [tenant, "secret_place"], query: ticket } as const;
  const { name, kmsKeyArn } = await client.ask(place, secretPlaceShape);
  const secrets = new SecretsManagerClient(account);
  try {
    if (way === "replacement") await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    else await secrets.send(new CreateSecretCommand({ Name: name, KmsKeyId: kmsKeyArn, SecretString }));
  } catch (cause) {
    throw secretError(name, cause);
  } finally {
    secrets.destroy();
  }
}

function secretError(name: string, cause: unknown) {
  if (cause instanceof ResourceExistsException) {
    return commandError(EXIT.conflict, `${name} is there already: coffer tenants put-secret --replace.`, cause);
  }
  if (cause instanceof ResourceNotFoundException) {
    return commandError(EXIT.notFound, `There is no secret ${name} to replace.`, cause);
  }
  const why = cause instanceof Error ? cause.name : "unknown";
  return commandError(EXIT.unexpected, `${name} could not be written (${why}).`, cause);
}
