import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { Queues } from "../queues.ts";
import type { State } from "../state-stack.ts";
import type { Bundles } from "./bundle-functions.ts";

/** What each function that events wake is made from. */
export interface Surroundings {
  readonly scope: Construct;
  readonly settings: Settings;
  readonly state: State;
  readonly queues: Queues;
  readonly bundles: Bundles;
}
