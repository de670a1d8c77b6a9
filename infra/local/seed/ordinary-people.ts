import { firstOrdinaryUserId, loginOf } from "./demo-tenant.ts";
import type { SeededRandom } from "./seeded-random.ts";

const firstnames = (
  "Aino Ben Carla David Elif Finn Greta Hana Ivo Julia Kofi Lena Marek Nora Oskar Pia Quirin Rosa Samir Tilda Uwe " +
  "Vera Willem Xenia Yusuf Zoë André Björn Céline Łukasz"
).split(" ");
const lastnames = (
  "Adler Brandt Conti Demir Eklund Fischer García Hansen Ito Jensen Kowalski Lange Müller Nguyen Olsen Popescu Quast " +
  "Rossi Schäfer Tóth Ulrich Vogel Winter Yilmaz Zimmermann Åkesson Bianchi Čapek Dubois Fähnrich"
).split(" ");

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
