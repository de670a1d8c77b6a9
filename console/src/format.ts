import { LANGUAGE } from "./words.ts";

/** Figures and times as the reader's browser writes them, in the reader's zone. */

const WHEN = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" });
const PRECISE_CLOCK = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "medium" });
const NUMBER = new Intl.NumberFormat(LANGUAGE);

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const when = (iso: string): string => WHEN.format(new Date(iso));
export const day = (iso: string): string => DAY.format(new Date(iso));
export const clock = (iso: string): string => CLOCK.format(new Date(iso));
export const clockToTheSecond = (iso: string): string => PRECISE_CLOCK.format(new Date(iso));
export const number = (value: number): string => NUMBER.format(value);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** In steps of 1000, as OpenProject shows file sizes. */
export function bytes(count: number): string {
  const step = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : 1;
  const unit = UNITS[step] ?? "byte";
  return new Intl.NumberFormat(LANGUAGE, {
    style: "unit",
    unit,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits,
  }).format(value);
}

const unit = (value: number, name: "second" | "minute" | "hour" | "day"): string =>
  new Intl.NumberFormat(LANGUAGE, { style: "unit", unit: name, unitDisplay: "long" }).format(value);

/** The two largest units that tell something: `23 hours 59 minutes`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return unit(whole, "second");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const [large, small] =
    minutes < 1440
      ? [unit(Math.floor(minutes / 60), "hour"), minutes % 60 && unit(minutes % 60, "minute")]
      : [
          unit(Math.floor(minutes / 1440), "day"),
          Math.floor(minutes / 60) % 24 && unit(Math.floor(minutes / 60) % 24, "hour"),
        ];
  return small ? `${large} ${small}` : large;
}
