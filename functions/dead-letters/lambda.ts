import { wireDeadLetters } from "../wiring/wire-dead-letters.ts";
import { endDeadWork } from "./end-dead-work.ts";

export const handler = endDeadWork(wireDeadLetters());
