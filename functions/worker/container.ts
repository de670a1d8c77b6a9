import { wireContainer } from "../wiring/wire-container.ts";
import { runContainer } from "./run-container.ts";

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

const { deps, message } = wireContainer();
void runContainer(deps, message, stop.signal).then((exitCode) => process.exit(exitCode));
