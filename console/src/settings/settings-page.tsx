import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import type { Settings } from "../api/wire.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { RetentionSection } from "../retention/retention-section.tsx";
import { ScheduleSection } from "../schedule/schedule-section.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { ChangePullDialog } from "./change-pull-dialog.tsx";
import { OperatorSettings } from "./operator-settings.tsx";
import { PullScript } from "./pull-script.tsx";

/** Settings by their owners, and how to fetch backups without a person. */
export function SettingsPage({ onChanged }: { readonly onChanged: (settings: Settings) => void }) {
  const [settings, reload] = useLoaded(coffer.settings);
  const [isChanging, setChanging] = useState(isBackFor("pull"));
  const change = (changed: Settings): Promise<void> => {
    onChanged(changed);
    return reload();
  };
  return (
    <WhenLoaded loaded={settings} onRetry={() => void reload()}>
      {(value) => {
        const isAllowed = value.administrator.backup_api_pull;
        return (
          <>
            <ScheduleSection settings={value} onChanged={change} />
            <RetentionSection settings={value} onChanged={change} />
            <section aria-labelledby="pull">
              <h2 id="pull">{words.pull.title}</h2>
              <p>{words.pull.what}</p>
              <p class={isAllowed ? "note note-good" : "note"}>{isAllowed ? words.pull.on : words.pull.off}</p>
              {value._links.update && (
                <div class="actions">
                  <button type="button" onClick={() => setChanging(true)}>
                    {isAllowed ? words.pull.switchOff : words.pull.switchOn}
                  </button>
                </div>
              )}
              {isAllowed && <PullScript />}
            </section>
            <OperatorSettings settings={value} />
            {isChanging && (
              <ChangePullDialog
                isAllowed={!isAllowed}
                onClose={() => setChanging(false)}
                onChanged={(changed) => void change(changed).then(() => setChanging(false))}
              />
            )}
          </>
        );
      }}
    </WhenLoaded>
  );
}
