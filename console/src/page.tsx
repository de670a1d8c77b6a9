import { useEffect, useRef } from "preact/hooks";
import { AccountPage } from "./account/account-page.tsx";
import type { Settings } from "./api/wire.ts";
import { OpeningPage } from "./download/opening-page.tsx";
import { zone } from "./format.ts";
import { BackupPage } from "./history/backup-page.tsx";
import { BackupsPage } from "./history/backups-page.tsx";
import { useInstallation } from "./installation.ts";
import { FarewellBanner } from "./leaving/farewell-banner.tsx";
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
  const { supportMail, session, farewell } = useInstallation();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  const tab = tabAt(path);
  const name = tab?.name ?? words.account;
  const tabs = words.tabs.filter(({ path: to }) => to !== "/log" || session?.admin);
  useEffect(() => {
    document.title = `${name} – ${words.title}`;
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [path, name]);
  return (
    <main>
      <p class="crumbs">{words.crumbs}</p>
      <h1 ref={heading} tabIndex={-1}>
        {words.title}
      </h1>
      <nav class="tabs" aria-label={words.tabsName}>
        {tabs.map(({ path: to, name }) => (
          <Link key={to} to={to} isCurrent={to === tab?.path}>
            {name}
          </Link>
        ))}
      </nav>
      {farewell && <FarewellBanner farewell={farewell} />}
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

/** The view of the account has no tab; whatever has none else is at the first one. */
const tabAt = (path: string) =>
  path === "/account" ? undefined : (words.tabs.find(({ path: own }) => own === path) ?? words.tabs[0]);

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
  if (path === "/account") return <AccountPage />;
  return <BackupsPage />;
}
