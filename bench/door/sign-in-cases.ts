import type { SeededTenant } from "../../infra/local/seed/seed-tenant.ts";

/** Somebody at the sign-in, none of whom gets in. */
export interface SignInCase {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

const WRONG = "not-the-password";

/** Every way of being refused; whoever measures from outside should be able to tell none from another. */
export function signInCases({ people }: SeededTenant): readonly SignInCase[] {
  const named = (persona: string) => {
    const person = people.find((each) => each.persona === persona);
    if (!person) throw new Error(`nobody is ${persona}`);
    return person;
  };
  const [usual, key, old] = [named("second administrator"), named("webauthn"), named("legacy password")];
  return [
    { name: "a name that is nobody's", login: "nobody.at.all", password: WRONG },
    { name: "a login, wrong password", login: usual.login, password: WRONG },
    { name: "a mail address, wrong password", login: usual.mail, password: WRONG },
    { name: "a legacy hash, wrong password", login: old.login, password: WRONG },
    { name: "a security key, right password", login: key.login, password: key.password ?? WRONG },
    { name: "a user without a password", login: named("ldap").login, password: WRONG },
    {
      name: "a locked user, right password",
      login: named("locked").login,
      password: named("locked").password ?? WRONG,
    },
  ];
}
