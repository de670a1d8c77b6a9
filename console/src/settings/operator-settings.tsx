import type { Settings } from "../api/wire.ts";
import { duration, number } from "../format.ts";
import { words } from "../words.ts";

/** What whoever hosts the installation has set: to be seen, not to be changed here. */
export function OperatorSettings({ settings: { operator } }: { readonly settings: Settings }) {
  const text = words.operatorSettings;
  const maxSum = operator.backup_attachment_size_max_sum_mb;
  const rows: readonly (readonly [string, string])[] = [
    [text.dailyLimit, text.perDay(number(operator.backup_daily_limit))],
    [text.waitingPeriod, duration(operator.backup_initial_waiting_period)],
    [text.attachments, operator.backup_include_attachments ? text.yes : text.no],
    [text.sizeLimit, maxSum === 0 ? text.noLimit : text.megabytes(number(maxSum))],
    [text.supportMail, operator.support_mail ?? text.none],
  ];
  return (
    <section aria-labelledby="operator">
      <h2 id="operator">{text.title}</h2>
      <p>{text.what}</p>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
