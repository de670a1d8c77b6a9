import { Failure } from "../../functions/domain/failure.ts";
import type { DumpReader } from "../../functions/domain/source/dump-reader.ts";

/** Takes any bytes for a dump, but those that begin with "not a dump". */
export const memoryDumpReader = (): DumpReader => ({
  async countContents(dump) {
    const bytes = Buffer.concat(await Array.fromAsync(dump));
    if (bytes.toString().startsWith("not a dump")) throw new Failure("archive-corrupt");
    return 1;
  },
});
