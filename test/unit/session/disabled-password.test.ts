import { describe, expect, it } from "vitest";
import { FAILURES_IN_A_ROW_MAX } from "../../../functions/domain/session/failure-streaks.ts";
import { signInWorld, type Try } from "../../support/sign-in-world.ts";

/** Slowly enough for every window to be over. */
const slowly = async ({ attempts, deps }: ReturnType<typeof signInWorld>, count: number, wish: Try = {}) => {
  for (let done = 0; done < count; done += 10) {
    await attempts(Math.min(10, count - done), () => wish);
    deps.clock.advance(24 * 3_600_000);
  }
};

describe("a hundred wrong passwords in a row", () => {
  it("disable the password, whatever time passes, and tell its owner and the administrators once", async () => {
    const world = signInWorld();
    await slowly(world, FAILURES_IN_A_ROW_MAX - 1);
    expect(world.notices()).toEqual([]);
    await slowly(world, 1);

    expect(world.notices()).toMatchObject([{ kind: "password-disabled", about: { login: "ada" } }]);
    expect(world.deps.world.facts.filter(({ what }) => what === "password.disabled")).toHaveLength(1);
    const compared = world.deps.passwords.compared();
    world.deps.clock.advance(400 * 24 * 3_600_000);
    expect(await world.attempt({ password: "right" })).toBe("sign-in-refused");
    expect(world.deps.passwords.compared()).toBe(compared);
    expect(await world.deps.streaks.disabled("acme")).toMatchObject([{ userId: 1, login: "ada" }]);
    expect(world.notices()).toHaveLength(1);
  });

  it("leave the owner's known browser alone, as its own leave others", async () => {
    const world = signInWorld();
    const { browserId } = await world.enter({ password: "right" });
    await slowly(world, FAILURES_IN_A_ROW_MAX);
    expect(await world.attempt({ password: "right", browserId })).toBe("signed in");

    await slowly(world, FAILURES_IN_A_ROW_MAX, { browserId });
    expect(await world.attempt({ password: "right", browserId })).toBe("sign-in-refused");
    expect(world.notices()).toHaveLength(2);
  });

  it("are none if one right one is among them", async () => {
    const world = signInWorld();
    await slowly(world, FAILURES_IN_A_ROW_MAX - 1);
    expect(await world.attempt({ password: "right" })).toBe("signed in");
    await slowly(world, FAILURES_IN_A_ROW_MAX - 1);

    expect(await world.attempt({ password: "right" })).toBe("signed in");
    expect(world.notices()).toEqual([]);
  });

  it("for a name that is nobody's look the same from outside, and tell nobody", async () => {
    const [known, unknown] = [signInWorld(), signInWorld()];
    for (const [world, login] of [
      [known, "ada"],
      [unknown, "nobody"],
    ] as const) {
      await slowly(world, FAILURES_IN_A_ROW_MAX, { login });
      expect(await world.attempt({ login, password: "right" })).toBe("sign-in-refused");
    }
    expect(known.deps.passwords.computed()).toBe(unknown.deps.passwords.computed());
    expect(unknown.notices()).toEqual([]);
  });
});
