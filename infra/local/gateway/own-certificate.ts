import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Where the certificate is, for `CURL_CA_BUNDLE` and the like. */
  readonly file: string;
}

const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * A certificate for these host names, signed by itself, made at the first start and kept in `directory`. Whoever is told
 * of `file` trusts it; nobody else does.
 */
export async function ownCertificate(directory: string, hostNames: readonly string[]): Promise<Certificate> {
  const file = join(directory, "certificate.pem");
  const keyFile = join(directory, "certificate-key.pem");
  if (!existsSync(file) || !existsSync(keyFile)) {
    mkdirSync(directory, { recursive: true });
    const made = await generate([{ name: "commonName", value: "Coffer on this machine" }], {
      algorithm: "sha256",
      keyType: "ec",
      curve: "P-256",
      notAfterDate: new Date(Date.now() + 5 * YEAR_MS),
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        // A wildcard directly below a top-level name is refused by clients, so each host is named.
        { name: "subjectAltName", altNames: hostNames.map((value) => ({ type: 2 as const, value })) },
      ],
    });
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    writeFileSync(file, made.cert);
  }
  return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(file, "utf8"), file };
}
