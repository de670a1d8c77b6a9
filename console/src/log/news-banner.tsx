import { useEffect, useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { AuditEvent, Session } from "../api/wire.ts";
import { Link } from "../parts/link.tsx";
import { Time } from "../parts/time.tsx";
import { words } from "../words.ts";
import { EventDetails } from "./event-details.tsx";
import { actorOf, kindOf } from "./log-table.tsx";
import { rememberSeen, seenAt } from "./seen-news.ts";

const SHOWN_MAX = 5;

/** What every administrator has to know of: who made a token, who downloaded, what support did. */
const ASKED = ["kind=token", "kind=password.disabled", "kind=backup.downloaded", "kind=backup.pulled", "actor=support"];
const UNIMPORTANT = new Set(["token.wait-skipped", "token.guessed"]);

/** What others did since this administrator last said “seen”, a week at most. Nothing where there is nothing. */
export function NewsBanner({ session }: { readonly session: Session }) {
  const [news, setNews] = useState<readonly AuditEvent[]>([]);
  useEffect(() => {
    void loadNews(session).then(setNews);
  }, [session.login]);
  const [newest] = news;
  if (newest === undefined) return null;
  const shown = news.slice(0, SHOWN_MAX);
  const text = words.news;
  return (
    <section class="note note-warn news" aria-labelledby="news">
      <h2 id="news">{text.title}</h2>
      <ul>
        {shown.map((event) => (
          <li key={event.id}>
            {kindOf(event)} – {actorOf(event)}, <Time at={event.createdAt} />
            <EventDetails details={event.details} />
          </li>
        ))}
      </ul>
      {news.length > SHOWN_MAX && <p>{text.more}</p>}
      <p>{text.what}</p>
      <div class="actions">
        <button
          type="button"
          onClick={() => {
            rememberSeen(newest.createdAt);
            setNews([]);
          }}
        >
          {text.seen}
        </button>
        <Link to="/log">{text.log}</Link>
      </div>
    </section>
  );
}

/** What cannot be loaded is not shown: the log's own page says why. */
async function loadNews({ login }: Session): Promise<readonly AuditEvent[]> {
  const from = seenAt();
  const answers = await Promise.all(ASKED.map((asked) => coffer.events(`${asked}&from=${from}&pageSize=10`)));
  const events = answers.flatMap((answer) => ("body" in answer ? answer.body._embedded.elements : []));
  const others = events.filter(({ actor, kind }) => actor.name !== login && !UNIMPORTANT.has(kind));
  const once = [...new Map(others.map((event) => [event.id, event])).values()];
  return once.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
