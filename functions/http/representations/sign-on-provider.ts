import * as z from "zod/mini";
import type { SignOnProvider } from "../../domain/single-sign-on/sign-on-provider.ts";

const text = (charactersMax: number) => z.string().check(z.minLength(1), z.maxLength(charactersMax));

/** A tenant's identity provider, as the operator sees and sets it. Its client's secret is in the secret store. */
export const signOnProviderShape = z.strictObject({
  /** OpenProject's own name of it. */
  name: text(255),
  issuer: text(512),
  client_id: text(255),
  can_step_up: z.boolean(),
});

type Shown = z.infer<typeof signOnProviderShape>;

export const readSignOnProvider = ({ name, issuer, client_id, can_step_up }: Shown): SignOnProvider => ({
  name,
  issuer,
  clientId: client_id,
  canStepUp: can_step_up,
});

export const renderSignOnProvider = ({ name, issuer, clientId, canStepUp }: SignOnProvider): Shown => ({
  name,
  issuer,
  client_id: clientId,
  can_step_up: canStepUp,
});
