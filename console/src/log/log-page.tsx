import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { useInstallation } from "../installation.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { ExportDialog } from "./export-dialog.tsx";
import { LogFilter, NO_FILTER } from "./log-filter.tsx";
import { LogTable } from "./log-table.tsx";

/** What happened, by whom, from where; for administrators. */
export function LogPage() {
  const { session } = useInstallation();
  const [filter, setFilter] = useState(NO_FILTER);
  const [isExporting, setExporting] = useState(isBackFor("log"));
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "")).toString();
  const [events, reload] = useLoaded(() => coffer.events(query), query);
  if (!session?.admin) return <p class="note">{words.log.adminsOnly}</p>;
  return (
    <section aria-labelledby="log">
      <h2 id="log">{words.log.title}</h2>
      <p>{words.log.what}</p>
      <LogFilter filter={filter} onChange={setFilter} />
      <WhenLoaded loaded={events} onRetry={() => void reload()}>
        {(value) => <LogTable first={value} />}
      </WhenLoaded>
      <div class="actions">
        <button type="button" onClick={() => setExporting(true)}>
          {words.logExport.button}
        </button>
      </div>
      {isExporting && <ExportDialog onClose={() => setExporting(false)} />}
    </section>
  );
}
