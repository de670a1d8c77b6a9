import { Failure } from "../failure.ts";
import type { Backup, DumpFacts, LayoutFacts } from "./backup.ts";

/** What earlier steps left. Every later step has it; that it is not there is a bug. */
export const builtFacts = ({ dump, state }: Backup): { readonly dump: DumpFacts } => {
  if (!dump) throw new Failure("internal", { what: "a step before the dump", state });
  return { dump };
};

export const laidOutFacts = (backup: Backup): { readonly dump: DumpFacts; readonly layout: LayoutFacts } => {
  if (!backup.layout) throw new Failure("internal", { what: "a step before the layout", state: backup.state });
  return { ...builtFacts(backup), layout: backup.layout };
};
