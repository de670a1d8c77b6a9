import type { Estimate } from "../api/wire.ts";
import { bytes, duration, number } from "../format.ts";
import { useInstallation } from "../installation.ts";
import { words } from "../words.ts";

/** What a backup would hold, how large it would be, how long it would take, and what would not be in it. */
export function EstimateFacts({ estimate }: { readonly estimate: Estimate }) {
  const { settings } = useInstallation();
  const { database, attachments, expectedBytes, expectedSeconds } = estimate;
  const text = words.estimate;
  const leftOut = attachments.leftOut;
  return (
    <>
      {(leftOut === "switched-off" || leftOut === "over-size-limit") && (
        <p class="note note-warn">
          {leftOut === "switched-off"
            ? text.switchedOff
            : text.overLimit(bytes(attachments.bytes), settings?.operator.backup_attachment_size_max_sum_mb)}
        </p>
      )}
      {database.dumpTooLong && <p class="note note-bad">{text.dumpTooLong}</p>}
      <dl class="facts" aria-label={text.name}>
        <div>
          <dt>{text.database}</dt>
          <dd>{text.rows(number(database.rows), bytes(database.bytes))}</dd>
        </div>
        <div>
          <dt>{text.attachments}</dt>
          <dd>
            {leftOut === null ? text.files(number(attachments.count), bytes(attachments.bytes)) : text.notIncluded}
          </dd>
        </div>
        <div>
          <dt>{text.archive}</dt>
          <dd>{text.about(bytes(expectedBytes))}</dd>
        </div>
        <div>
          <dt>{text.time}</dt>
          <dd>{text.about(duration(expectedSeconds))}</dd>
        </div>
      </dl>
    </>
  );
}
