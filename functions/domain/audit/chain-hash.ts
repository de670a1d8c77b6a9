import { createHash } from "node:crypto";
import type { ChainRow } from "./audit-chain.ts";

/** What stands for the hash before the first row. */
export const CHAIN_START = "0".repeat(64);

/** SHA-256, hex, of position, the hash before and the fact's text, a line each. */
export const chainHash = ({ position, previousHash, text }: Pick<ChainRow, "position" | "previousHash" | "text">) =>
  createHash("sha256").update(`${position}\n${previousHash}\n${text}\n`).digest("hex");
