import type { Grant } from "../api/wire.ts";

/** What was opened since the page was loaded, by backup: as long as it is good, nobody is asked twice. */
const grants = new Map<string, Grant>();

export const keepGrant = (backupId: string, grant: Grant): void => void grants.set(backupId, grant);

export const openGrant = (backupId: string): Grant | undefined => {
  const grant = grants.get(backupId);
  return grant && grant.linksLeft > 0 && Date.parse(grant.expiresAt) > Date.now() ? grant : undefined;
};

/** The browser's own download, which shows its progress and can be taken up again; a refusal does not leave the page. */
export function startDownload(backupId: string, grant: Grant): void {
  const link = document.createElement("a");
  link.href = grant._links.content.href;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
  grants.set(backupId, { ...grant, linksLeft: grant.linksLeft - 1 });
}
