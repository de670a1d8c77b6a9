import type { LocalFunction } from "../lambda/local-function.ts";

/** One method of the front door, as the template describes it. */
export interface GatewayRoute {
  /** `ANY` answers every method that has no route of its own. */
  readonly method: string;
  /** API Gateway's form, e.g. `/backups/{backupId}` or `/{proxy+}`. */
  readonly resource: string;
  readonly function: LocalFunction;
  readonly timeoutMs: number;
  /** A REQUEST authorizer that is asked first. */
  readonly authorizer?: LocalFunction;
  /** The caller signs, and needs the right to call it. */
  readonly isIam?: boolean;
}

/** What the front door itself answers with, where the template changes it. */
export interface GatewayResponse {
  readonly type: string;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** By media type; `$context.…` stands for facts of the request. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface FrontDoor {
  readonly stage: string;
  readonly apiId: string;
  readonly routes: readonly GatewayRoute[];
  readonly responses: readonly GatewayResponse[];
  readonly binaryMediaTypes: readonly string[];
  /** Answers of so many bytes are packed; absent: none is. */
  readonly compressedBytesMin?: number;
}
