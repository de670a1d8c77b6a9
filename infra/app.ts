import { App } from "aws-cdk-lib";
import { addCofferStacks } from "./cloud/add-coffer-stacks.ts";
import { DEFAULT_SETTINGS, readSettings } from "./settings.ts";

const app = new App();
const settingsFile: unknown = app.node.tryGetContext("settings");
addCofferStacks(app, typeof settingsFile === "string" ? readSettings(settingsFile) : DEFAULT_SETTINGS);
app.synth();
