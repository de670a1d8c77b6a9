/** Is a schedule due in the minute that begins at `minuteMs` (milliseconds since 1970, UTC)? */
export type IsDue = (minuteMs: number) => boolean;

const minuteMs = 60_000;
const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Reads AWS's `rate(5 minutes)`, `cron(0 3 * * ? *)` and `at(2026-01-31T12:00:00)`; times are UTC. Throws for what it does
 * not know (`L`, `W`, `#`). A rate counts from 1970 on, not from when the rule was made.
 */
export function parseSchedule(expression: string): IsDue {
  const [, kind, argument = ""] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === "rate") {
    const [, count, unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
    const periodMinutes = Number(count) * (unitMinutes[unit] ?? Number.NaN);
    if (!(periodMinutes > 0)) throw unknown(expression);
    return (now) => (now / minuteMs) % periodMinutes === 0;
  }
  if (kind === "at") {
    const time = Date.parse(`${argument}Z`);
    if (Number.isNaN(time)) throw unknown(expression);
    return (now) => Math.floor(time / minuteMs) * minuteMs === now;
  }
  const fields = argument.split(/\s+/);
  if (kind !== "cron" || fields.length !== 6) throw unknown(expression);
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = fields;
  const rules = [
    readField(minute, 0, 59),
    readField(hour, 0, 23),
    readField(day, 1, 31),
    readField(month, 1, 12, months, 1),
    readField(weekday, 1, 7, weekdays, 1),
    readField(year, 1970, 2199),
  ];
  return (now) => {
    const at = new Date(now);
    const facts = [
      at.getUTCMinutes(),
      at.getUTCHours(),
      at.getUTCDate(),
      at.getUTCMonth() + 1,
      at.getUTCDay() + 1,
      at.getUTCFullYear(),
    ];
    return facts.every((fact, index) => rules[index]?.(fact) === true);
  };
}

/** `*`, `?`, `5`, `1-5`, `MON-FRI`, `0/15`, `*\/15`, and lists of these. */
function readField(
  text: string,
  from: number,
  to: number,
  names: readonly string[] = [],
  nameOffset = 0,
): (value: number) => boolean {
  const numberOf = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named === -1 ? Number(part) : named + nameOffset;
    if (part === "" || !Number.isInteger(value) || value < from || value > to) throw unknown(text);
    return value;
  };
  const choices = text.split(",").map((choice) => {
    const [range = "", step] = choice.split("/");
    const isAny = range === "*" || range === "?";
    const [low = "", high] = range.split("-");
    const first = isAny ? from : numberOf(low);
    const last = isAny || (step !== undefined && high === undefined) ? to : numberOf(high ?? low);
    const every = step === undefined ? 1 : Number(step);
    if (!(Number.isInteger(every) && every > 0)) throw unknown(text);
    return (value: number) => value >= first && value <= last && (value - first) % every === 0;
  });
  return (value) => choices.some((choice) => choice(value));
}

const unknown = (expression: string) => new Error(`The local runner cannot read the schedule ${expression}.`);
