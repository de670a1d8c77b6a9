import { type App, CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";
import { FrontDoor } from "./front-door/front-door.ts";
import { createStaffRoles, letStaffIn } from "./front-door/staff-roles.ts";
import type { Bundles } from "./functions/bundle-functions.ts";
import type { CofferFunction } from "./functions/coffer-function.ts";
import { createApiFunctions } from "./functions/create-api-functions.ts";
import { createAuditor } from "./functions/create-auditor.ts";
import { createDeadLetters } from "./functions/create-dead-letters.ts";
import { createKeeper } from "./functions/create-keeper.ts";
import { createNotices } from "./functions/create-notices.ts";
import { createRelay } from "./functions/create-relay.ts";
import { createStaffFunctions } from "./functions/create-staff-functions.ts";
import { createWorker } from "./functions/create-worker.ts";
import type { FunctionName } from "./functions/function-names.ts";
import { Queues } from "./queues.ts";
import type { State } from "./state-stack.ts";
import { createAlarmTopic } from "./watch/alarm-topic.ts";
import { Alarms } from "./watch/alarms.ts";
import { createDashboard } from "./watch/dashboard.ts";
import { collectMetrics } from "./watch/metrics.ts";

/** What runs: functions, what wakes them, the door they stand behind, and what watches them. */
export class ServiceStack extends Stack {
  readonly functions: Readonly<Record<FunctionName, CofferFunction>>;
  readonly frontDoor: FrontDoor;

  constructor(app: App, id: string, settings: Settings, state: State, bundles: Bundles, props: StackProps) {
    super(app, id, props);
    const queues = new Queues(this, "Queues");
    const surroundings = { scope: this, settings, state, queues, bundles };
    const staffRoles = createStaffRoles(this);
    const apiFunctions = {
      ...createApiFunctions(this, settings, state, bundles),
      ...createStaffFunctions(this, settings, state, bundles, staffRoles),
    };
    this.functions = {
      ...apiFunctions,
      worker: createWorker(surroundings),
      relay: createRelay(surroundings),
      notices: createNotices(surroundings),
      keeper: createKeeper(surroundings),
      auditor: createAuditor(surroundings),
      "dead-letters": createDeadLetters(surroundings),
    };
    this.frontDoor = new FrontDoor(this, "FrontDoor", settings, apiFunctions, bundles);
    letStaffIn(staffRoles, this.frontDoor.api);

    const { challenge } = this.frontDoor;
    const metrics = collectMetrics(
      { ...this.functions, ...(challenge ? { challenge } : {}) },
      queues,
      this.frontDoor.api,
    );
    const topic = createAlarmTopic(this, settings);
    createDashboard(this, new Alarms(this, "Watch", topic, metrics), metrics);
    this.say("AlarmTopicArn", topic.topicArn, "Subscribe here whoever is to be woken");
  }

  private say(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }
}
