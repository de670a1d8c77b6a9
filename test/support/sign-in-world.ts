import { isFailure } from "../../functions/domain/failure.ts";
import { type SignInWish, type StartedSignIn, signIn } from "../../functions/domain/session/sign-in.ts";
import { aTenant } from "./a-tenant.ts";
import { domainDeps } from "./domain-deps.ts";
import { aUser } from "./memory-users.ts";

export type Try = Partial<SignInWish> & {
  readonly password?: string;
  readonly code?: string;
  readonly address?: string;
};

/** Every try comes from an address of its own, as those of many machines do, unless it names one. */
export function signInWorld(...users: readonly ReturnType<typeof aUser>[]) {
  const people = users.length > 0 ? [...users] : [aUser({ login: "ada", mail: "ada@acme.example" })];
  const deps = domainDeps({ acme: people });
  let tries = 0;
  const enter = ({ login = "ada", password = "wrong", code, browserId, address }: Try): Promise<StartedSignIn> => {
    tries += 1;
    const origin = { address: address ?? `192.0.2.${tries}`, requestId: `r${tries}` };
    return signIn(deps, aTenant(), { login, typed: { password, code }, browserId }, origin);
  };
  const attempt = async (wish: Try): Promise<string> => {
    try {
      await enter(wish);
      return "signed in";
    } catch (error) {
      if (isFailure(error)) return error.code;
      throw error;
    }
  };
  const attempts = async (count: number, wish: (nth: number) => Try): Promise<string[]> => {
    const answers: string[] = [];
    for (let nth = 0; nth < count; nth += 1) answers.push(await attempt(wish(nth)));
    return answers;
  };
  const notices = () =>
    [...deps.world.outbox.values()].flatMap(({ event }) => (event.kind === "notice" ? [event.notice] : []));
  return { deps, people, enter, attempt, attempts, notices };
}
