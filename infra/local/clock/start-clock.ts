import type { IsDue } from "./parse-schedule.ts";

export interface Schedule {
  readonly name: string;
  readonly isDue: IsDue;
  /** `minuteMs`: the time the schedule was due at, milliseconds since 1970. */
  fire(minuteMs: number): Promise<void>;
}

export interface Clock {
  close(): void;
}

const minuteMs = 60_000;

/** Fires each schedule in the minutes it is due. A minute that passed while the machine slept is not made up for. */
export function startClock(schedules: readonly Schedule[], now: () => number = Date.now): Clock {
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(turn, minuteMs - (now() % minuteMs) + 1);
  };
  const turn = () => {
    const minute = Math.floor(now() / minuteMs) * minuteMs;
    for (const schedule of schedules) {
      if (!schedule.isDue(minute)) continue;
      schedule.fire(minute).catch((error) => console.error(`schedule ${schedule.name} failed:`, error));
    }
    wait();
  };
  wait();
  return { close: () => clearTimeout(timer) };
}
