import { wireNotices } from "../wiring/wire-notices.ts";
import { deliverNotices } from "./deliver-notices.ts";

export const handler = deliverNotices(wireNotices());
