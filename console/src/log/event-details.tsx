import type { AuditEvent } from "../api/wire.ts";
import { when } from "../format.ts";
import { Link } from "../parts/link.tsx";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";

const NAMES: Readonly<Record<string, string>> = words.log.details;

/** What is known besides, in words where there are some. Numbers that only machines compare are left out. */
export function EventDetails({ details }: Pick<AuditEvent, "details">) {
  const { backupId, ...others } = details;
  const told = Object.entries(others).filter(([name]) => !name.endsWith("Id"));
  return (
    <small>
      {typeof backupId === "string" && (
        <>
          <Link to={backupPath(backupId)}>{words.log.backup}</Link>{" "}
        </>
      )}
      {told.map(([name, value]) => `${NAMES[name] ?? name}: ${inWords(value)}`).join(", ")}
    </small>
  );
}

function inWords(value: AuditEvent["details"][string]): string {
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u.test(value)) return when(value);
  if (typeof value === "boolean") return value ? words.operatorSettings.yes : words.operatorSettings.no;
  return typeof value === "object" ? value.join(", ") : String(value);
}
