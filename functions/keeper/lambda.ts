import { sweep } from "../domain/sweep.ts";
import { wireKeeper } from "../wiring/wire-keeper.ts";

const deps = wireKeeper();

/** Each minute. What fails is logged by name; the next minute tries again. */
export const handler = (): Promise<void> => sweep(deps);
