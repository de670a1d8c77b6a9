import { useCallback, useEffect, useState } from "preact/hooks";
import { type Problem, UNAUTHENTICATED } from "./api/call.ts";
import { coffer } from "./api/coffer-api.ts";
import type { Session, Settings } from "./api/wire.ts";
import { InstallationContext } from "./installation.ts";
import { type Farewell, findFarewell } from "./leaving/farewell.ts";
import { Page } from "./page.tsx";
import { ProblemNote } from "./parts/problem-note.tsx";
import { SignInPage } from "./session/sign-in-page.tsx";
import { TopBar } from "./session/top-bar.tsx";
import { words } from "./words.ts";

type Who = { readonly session: Session } | "nobody" | "ended" | "unknown" | { readonly problem: Problem };

/** Who is here decides what is shown: the sign-in, or the pages. */
export function App() {
  const [who, setWho] = useState<Who>("unknown");
  const [settings, setSettings] = useState<Settings>();
  const [farewell, setFarewell] = useState<Farewell>();

  const look = useCallback(async () => {
    const answer = await coffer.session();
    if ("body" in answer) return setWho({ session: answer.body });
    setWho(answer.problem.status === 401 ? "nobody" : answer);
  }, []);
  const lookAgain = useCallback(async () => {
    const answer = await coffer.session();
    if ("body" in answer || answer.problem.status !== 401) return;
    setWho((before) => (typeof before === "object" && "session" in before ? "ended" : before));
  }, []);
  useEffect(() => {
    const again = () => void lookAgain();
    document.addEventListener(UNAUTHENTICATED, again);
    void look();
    return () => document.removeEventListener(UNAUTHENTICATED, again);
  }, [look, lookAgain]);

  const session = typeof who === "object" && "session" in who ? who.session : undefined;
  useEffect(() => {
    if (session === undefined) return;
    void coffer.settings().then((answer) => "body" in answer && setSettings(answer.body));
    if (session.admin) void findFarewell().then(setFarewell);
  }, [session?.login]);

  if (who === "unknown") return <p class="quiet first">{words.loading}</p>;
  if (who === "nobody" || who === "ended") {
    return <SignInPage hasEnded={who === "ended"} onSignedIn={() => void look()} />;
  }
  if ("problem" in who) {
    return (
      <main class="narrow">
        <h1>{words.title}</h1>
        <ProblemNote problem={who.problem} onRetry={() => void look()} />
      </main>
    );
  }
  const installation = {
    ...who,
    ...(settings ? { settings } : {}),
    farewell,
    supportMail: settings?.operator.support_mail ?? undefined,
  };
  return (
    <InstallationContext.Provider value={installation}>
      <TopBar title={who.session.installation} session={who.session} onSignedOut={() => setWho("nobody")} />
      <Page onSettings={setSettings} />
    </InstallationContext.Provider>
  );
}
