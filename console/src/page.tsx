import { useEffect, useRef } from "preact/hooks";
import type { Settings } from "./api/wire.ts";
import { OpeningPage } from "./download/opening-page.tsx";
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

interface PageProps {
  readonly onSettings: (settings: Settings) => void;
}

/** Tabs, what is new, and the view that belongs to the path. After a move the heading has the focus, so that it is read out. */
export function Page({ onSettings }: PageProps) {
  const path = usePath();
  const { supportMail, session } = useInstallation();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
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
      <View path={path} onSettings={onSettings} />
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

/** Whatever no other view is at is the first one's. */
function View({ path, onSettings }: PageProps & { readonly path: string }) {
  const [, backupId, userId] = /^\/backups\/([\w-]+)(?:\/openings\/(\d+))?$/u.exec(path) ?? [];
  if (backupId !== undefined && userId !== undefined) {
    return <OpeningPage key={path} backupId={backupId} userId={userId} />;
  }
  if (backupId !== undefined) return <BackupPage key={backupId} backupId={backupId} />;
  if (path === "/token") return <TokenPage />;
  if (path === "/settings") return <SettingsPage onChanged={onSettings} />;
  if (path === "/log") return <LogPage />;
  return <BackupsPage />;
}
