import { wireRelay } from "../wiring/wire-relay.ts";
import { relayEvents } from "./relay-events.ts";

export const handler = relayEvents(wireRelay());
