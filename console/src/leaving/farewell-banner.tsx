import { Link } from "../parts/link.tsx";
import { Time } from "../parts/time.tsx";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";
import type { Farewell } from "./farewell.ts";

/** To every administrator, on every page, until it is too late. */
export const FarewellBanner = ({ farewell }: { readonly farewell: Farewell }) => (
  <section class="note note-bad news" aria-labelledby="farewell">
    <h2 id="farewell">{words.farewell.title}</h2>
    <p>
      {words.farewell.what} <Time at={farewell.until} />.
    </p>
    <p>
      <Link to={backupPath(farewell.backupId)}>{words.farewell.toBackup}</Link>
    </p>
  </section>
);
