import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import type { Token } from "../api/wire.ts";
import { useInstallation } from "../installation.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { useNow } from "../parts/use-now.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { words } from "../words.ts";
import { EstimateFacts } from "./estimate-facts.tsx";

/** Asks for a backup: by token, with or without attachments, knowing what it would be. */
export function RequestSection({
  token,
  onRequested,
}: {
  readonly token: Token;
  readonly onRequested: (id: string) => void;
}) {
  const [attachments, setAttachments] = useState(true);
  const [estimate, reload] = useLoaded(() => coffer.estimate(attachments), String(attachments));
  const { settings } = useInstallation();
  const now = useNow();
  const isWaiting = Date.parse(token.usableFrom) > now;
  return (
    <section aria-labelledby="request">
      <h2 id="request">{words.request.title}</h2>
      {isWaiting ? (
        <p class="note">
          {words.token.usableFrom} <Countdown until={token.usableFrom} />. {words.request.waiting}
        </p>
      ) : (
        <ActionForm
          action={(fields) => coffer.requestBackup(fields("token").trim(), attachments, crypto.randomUUID())}
          onDone={({ jobStatusId }) => onRequested(jobStatusId)}
          submit={words.request.submit}
        >
          <div class="field">
            <label for="token">{words.request.token}</label>
            <input
              id="token"
              name="token"
              type="password"
              class="secret"
              autocomplete="off"
              aria-describedby="token-hint"
              required
            />
            <small id="token-hint">{words.request.tokenHint}</small>
          </div>
          <fieldset>
            <legend>{words.request.content}</legend>
            <label class="choice">
              <input type="radio" name="attachments" checked={attachments} onChange={() => setAttachments(true)} />
              <span>{words.request.whole}</span>
            </label>
            <label class="choice">
              <input type="radio" name="attachments" checked={!attachments} onChange={() => setAttachments(false)} />
              <span>{words.request.databaseOnly}</span>
            </label>
          </fieldset>
          <WhenLoaded loaded={estimate} onRetry={() => void reload()}>
            {(value) => <EstimateFacts estimate={value} />}
          </WhenLoaded>
        </ActionForm>
      )}
      {settings && <p class="quiet">{words.request.limit(settings.operator.backup_daily_limit)}</p>}
    </section>
  );
}
