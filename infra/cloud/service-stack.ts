import { type App, Stack, type StackProps } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";
import { FrontDoor } from "./front-door/front-door.ts";
import { createApiFunctions } from "./functions/api-functions.ts";
import type { Bundles } from "./functions/bundle-functions.ts";
import {
  createDeadLetters,
  createKeeper,
  createNotices,
  createRelay,
  createWorker,
} from "./functions/event-functions.ts";
import { Queues } from "./queues.ts";
import type { State } from "./state-stack.ts";

/** What runs: functions, what wakes them, and the door they stand behind. */
export class ServiceStack extends Stack {
  readonly frontDoor: FrontDoor;

  constructor(app: App, id: string, settings: Settings, state: State, bundles: Bundles, props: StackProps) {
    super(app, id, props);
    const queues = new Queues(this, "Queues");
    const surroundings = { scope: this, settings, state, queues, bundles };
    createWorker(surroundings);
    createNotices(surroundings);
    createRelay(surroundings);
    createKeeper(surroundings);
    createDeadLetters(surroundings);
    this.frontDoor = new FrontDoor(this, "FrontDoor", settings, createApiFunctions(this, settings, state, bundles));
  }
}
