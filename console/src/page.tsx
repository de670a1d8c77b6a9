import { useEffect, useRef } from "preact/hooks";
import type { Settings } from "./api/wire.ts";
import { zone } from "./format.ts";
import { BackupPage } from "./history/backup-page.tsx";
import { BackupsPage } from "./history/backups-page.tsx";
import { useInstallation } from "./installation.ts";
import { LogPage } from "./log/log-page.tsx";
import { NewsBanner } from "./log/news-banner.tsx";
import { Link } from "./parts/link.tsx";
import { usePath } from "./route.ts";
import { SettingsPage } from "./settings/settings-page.tsx";
import { TokenPage } from "./token/token-page.tsx";
import { words } from "./words.ts";

/** The view that belongs to the path, under the tabs. After a move the heading has the focus, so that it is read out. */
export function Page({ onSettings }: { readonly onSettings: (settings: Settings) => void }) {
  const path = usePath();
  const { supportMail, session } = useInstallation();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  const [, backupId] = /^\/backups\/([\w-]+)$/u.exec(path) ?? [];
  const tab = words.tabs.find(({ path: own }) => own === path) ?? words.tabs[0];
  const tabs = words.tabs.filter(({ path: to }) => to !== "/log" || session?.admin);
  useEffect(() => {
    document.title = `${tab.name} – ${words.title}`;
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [path, tab.name]);
  return (
    <main>
      <p class="crumbs">{words.crumbs}</p>
      <h1 ref={heading} tabIndex={-1}>
        {words.title}
      </h1>
      <nav class="tabs" aria-label={words.tabsName}>
        {tabs.map(({ path: to, name }) => (
          <Link key={to} to={to} isCurrent={to === tab.path}>
            {name}
          </Link>
        ))}
      </nav>
      {session?.admin && path !== "/log" && <NewsBanner session={session} />}
      {backupId !== undefined ? (
        <BackupPage key={backupId} backupId={backupId} />
      ) : path === "/token" ? (
        <TokenPage />
      ) : path === "/log" ? (
        <LogPage />
      ) : path === "/settings" ? (
        <SettingsPage onChanged={onSettings} />
      ) : (
        <BackupsPage />
      )}
      <footer>
        {words.zone(zone)}
        {supportMail && (
          <>
            {" · "}
            {words.support} <a href={`mailto:${supportMail}`}>{supportMail}</a>
          </>
        )}
      </footer>
    </main>
  );
}
