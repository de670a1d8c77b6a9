import { Sha256Node } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { SignedRequest } from "../../infra/local/gateway/check-signature.ts";
import { REGION } from "../../infra/local/template/account.ts";

export interface Signing {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly method?: string;
  /** Path and query. */
  readonly target?: string;
  readonly host?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: number;
  readonly region?: string;
  readonly service?: string;
  readonly applyChecksum?: boolean;
}

/** A request as a client of API Gateway signs it, by the library that the SDK signs with. */
export async function signRequest(signing: Signing): Promise<SignedRequest> {
  const { method = "GET", target = "/support/v1/tenants", host = "api.example", body = "", headers = {} } = signing;
  const url = new URL(target, "http://unused");
  const { accessKeyId, secretAccessKey, sessionToken } = signing;
  const signer = new SignatureV4({
    service: signing.service ?? "execute-api",
    region: signing.region ?? REGION,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256: Sha256Node,
    applyChecksum: signing.applyChecksum ?? true,
  });
  const signed = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "unused",
      path: url.pathname,
      query: Object.fromEntries(
        [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)]),
      ),
      headers: { host, ...headers },
      body,
    },
    { signingDate: new Date(signing.at ?? Date.now()) },
  );
  return { method, target, headers: signed.headers, body: Buffer.from(body) };
}
