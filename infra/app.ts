import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { addCofferStacks } from "./cloud/add-coffer-stacks.ts";
import { bundleFunctions } from "./cloud/functions/bundle-functions.ts";
import { DEFAULT_SETTINGS, readSettings } from "./settings.ts";

const app = new App();
const settingsFile: unknown = app.node.tryGetContext("settings");
const settings = typeof settingsFile === "string" ? readSettings(settingsFile) : DEFAULT_SETTINGS;
addCofferStacks(app, settings, await bundleFunctions(join(import.meta.dirname, "../functions")));
app.synth();
