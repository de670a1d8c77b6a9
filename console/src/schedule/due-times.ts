import { words } from "../words.ts";

/** How often, as people choose it; `cron`: as they write it. */
export type Rhythm = keyof typeof words.schedule.rhythms;

/** What stands in a cron expression for day of the month, month and day of the week. */
const DAYS: Readonly<Record<Exclude<Rhythm, "cron">, string>> = {
  daily: "* * *",
  workdays: "* * 1-5",
  monday: "* * 1",
  tuesday: "* * 2",
  wednesday: "* * 3",
  thursday: "* * 4",
  friday: "* * 5",
  saturday: "* * 6",
  sunday: "* * 0",
  monthly: "1 * *",
};

const isRhythm = (text: string): text is keyof typeof DAYS => Object.hasOwn(DAYS, text);

/** Where most installations are quiet, and not at the full hour, when everybody else begins. */
export const USUAL_CRON = "17 3 * * *";

/** `clock`: `hh:mm`. */
export const cronOf = (rhythm: string, clock: string, written: string): string => {
  if (!isRhythm(rhythm)) return written.trim();
  const [hour = "0", minute = "0"] = clock.split(":");
  return `${Number(minute)} ${Number(hour)} ${DAYS[rhythm]}`;
};

/** The choice that a cron expression is, where it is one. */
export function choiceOf(cron: string): { readonly rhythm: Rhythm; readonly clock: string } {
  const [, minute = "", hour = "", days = ""] = /^(\d{1,2}) (\d{1,2}) (.+)$/u.exec(cron) ?? [];
  const rhythm = Object.keys(DAYS)
    .filter(isRhythm)
    .find((each) => DAYS[each] === days);
  return rhythm === undefined
    ? { rhythm: "cron", clock: "03:17" }
    : { rhythm, clock: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
}

/** In words: `Every day at 03:17`. */
export function inWords(cron: string): string {
  const { rhythm, clock } = choiceOf(cron);
  return rhythm === "cron" ? words.schedule.byCron(cron) : words.schedule.at(words.schedule.rhythms[rhythm], clock);
}
