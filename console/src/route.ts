import { useEffect, useState } from "preact/hooks";

/** Where the reader is: the path of the page. Every one of them is a route of its own, so each can be opened by itself. */
export function usePath(): string {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const look = () => setPath(location.pathname);
    addEventListener("popstate", look);
    return () => removeEventListener("popstate", look);
  }, []);
  return path;
}

export function goTo(path: string): void {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
  scrollTo(0, 0);
}

export const backupPath = (id: string): string => `/backups/${id}`;
