import type { Grant } from "../api/wire.ts";

/** What was opened since the page was loaded, by backup or file: as long as it is good, nobody is asked twice. */
const grants = new Map<string, Grant>();

export const openGrant = (place: string): Grant | undefined => {
  const grant = grants.get(place);
  return grant && grant.linksLeft > 0 && Date.parse(grant.expiresAt) > Date.now() ? grant : undefined;
};

/** Keeps the grant, and begins the browser's own download, which shows its progress and can be taken up again; a refusal does not leave the page. */
export function startDownload(place: string, grant: Grant): void {
  const link = document.createElement("a");
  link.href = grant._links.content.href;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
  grants.set(place, { ...grant, linksLeft: grant.linksLeft - 1 });
}
