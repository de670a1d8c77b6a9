import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session, Settings } from "./api/wire.ts";
import type { Farewell } from "./leaving/farewell.ts";

/** Who is signed in, and what holds for their installation. */
export interface Installation {
  readonly session?: Session;
  readonly settings?: Settings;
  readonly supportMail?: string | undefined;
  /** It is about to go; told to administrators. */
  readonly farewell?: Farewell | undefined;
}

export const InstallationContext = createContext<Installation>({});

export const useInstallation = (): Installation => useContext(InstallationContext);
