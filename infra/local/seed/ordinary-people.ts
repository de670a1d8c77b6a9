import { firstOrdinaryUserId, loginOf } from "./demo-tenant.ts";
import { firstnames, lastnames } from "./lexicon.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface OrdinaryPerson {
  readonly userId: number;
  readonly login: string;
  readonly firstname: string;
  readonly lastname: string;
}

/** The many who never sign in; whoever has a namesake gets a number. */
export function ordinaryPeople(count: number, random: SeededRandom): OrdinaryPerson[] {
  const taken = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const firstname = random.pick(firstnames);
    const lastname = random.pick(lastnames);
    const name = loginOf(firstname, lastname);
    const namesakes = taken.get(name) ?? 0;
    taken.set(name, namesakes + 1);
    const login = namesakes === 0 ? name : `${name}${namesakes + 1}`;
    return { userId: firstOrdinaryUserId + index, login, firstname, lastname };
  });
}
