import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A small file that only its owner may read, replaced as a whole: a kill leaves the old content or the new one. */
export interface PrivateFile<T> {
  /** What is stored, or what `first` gives when nothing is; that is stored then. */
  read(first: () => T): T;
  write(content: T): void;
}

export function privateFile<T>(path: string): PrivateFile<T> {
  const write = (content: T): void => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, JSON.stringify(content, undefined, 2), { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  };
  return {
    write,
    read(first) {
      if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
      const content = first();
      write(content);
      return content;
    },
  };
}
