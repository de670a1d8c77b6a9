import type { Person } from "./notice-event.ts";

/** Stands for the staff where a person of the tenant is named otherwise; no user of an installation has this id. */
export const SUPPORT_PERSON = { userId: 0, login: "support", name: "Support" } as const satisfies Person;

export const isSupport = ({ userId }: Person): boolean => userId === SUPPORT_PERSON.userId;
