import { randomBytes } from "node:crypto";
import { type Fields, optionalTextIn, serviceError, textIn } from "./service-error.ts";

export interface Session {
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly tags: Record<string, string>;
  /** The session policy as it was given, read; undefined when there was none. */
  readonly policy: unknown;
  /** `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  readonly arn: string;
}

interface IssuedSession extends Session {
  readonly accessKeyId: string;
  readonly sessionToken: string;
}

/** The short-lived credentials that AssumeRole has given out. */
export interface RoleSessions {
  assume(fields: Fields, callerAccessKeyId: string): IssuedSession;
  /** Nothing for credentials that were never given out, whose token is another, or that are over. */
  find(accessKeyId: string, sessionToken: string | undefined): IssuedSession | undefined;
  /** Were these given out, and are over? Known for as long as nothing new is given out. */
  isOver(accessKeyId: string, sessionToken: string | undefined): boolean;
}

const policyCharactersMax = 2048;
const durationSecondsMin = 900;
/** A role may last 12 hours, but only one when a role assumes it. */
const durationSecondsMax = 43_200;
const chainedSecondsMax = 3600;

export function createRoleSessions(now: () => number): RoleSessions {
  const issued = new Map<string, IssuedSession>();
  return {
    assume(fields, callerAccessKeyId) {
      const [, role] = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(textIn(fields, "RoleArn")) ?? [];
      if (role === undefined) throw serviceError("ValidationError", "RoleArn is not the ARN of a role");
      const name = textIn(fields, "RoleSessionName");
      if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw serviceError("ValidationError", "RoleSessionName has a wrong form");
      for (const [id, { expiresAt }] of issued) if (expiresAt <= now()) issued.delete(id);
      const session = {
        accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
        secret: randomBytes(30).toString("base64"),
        sessionToken: randomBytes(96).toString("base64"),
        expiresAt: now() + secondsIn(fields, callerAccessKeyId.startsWith("ASIA")) * 1000,
        tags: tagsIn(fields),
        policy: policyIn(fields),
        arn: `arn:aws:sts::000000000000:assumed-role/${role}/${name}`,
      };
      issued.set(session.accessKeyId, session);
      return session;
    },
    find(accessKeyId, sessionToken) {
      const session = issued.get(accessKeyId);
      return session?.sessionToken === sessionToken && session && session.expiresAt > now() ? session : undefined;
    },
    isOver(accessKeyId, sessionToken) {
      const session = issued.get(accessKeyId);
      return session !== undefined && session.sessionToken === sessionToken && session.expiresAt <= now();
    },
  };
}

function secondsIn(fields: Fields, isChained: boolean): number {
  const seconds = Number(optionalTextIn(fields, "DurationSeconds") ?? chainedSecondsMax);
  const most = isChained ? chainedSecondsMax : durationSecondsMax;
  if (Number.isInteger(seconds) && seconds >= durationSecondsMin && seconds <= most) return seconds;
  throw serviceError("ValidationError", `DurationSeconds must be between ${durationSecondsMin} and ${most}`);
}

function policyIn(fields: Fields): unknown {
  const text = optionalTextIn(fields, "Policy");
  if (text === undefined) return undefined;
  if (text.length > policyCharactersMax) {
    throw serviceError("PackedPolicyTooLarge", `The session policy is over ${policyCharactersMax} characters`);
  }
  const policy = parsed(text);
  if (typeof policy === "object" && policy !== null && "Statement" in policy) return policy;
  throw serviceError("MalformedPolicyDocument", "The session policy is not a policy document");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a policy: the caller says so.
    return undefined;
  }
}

function tagsIn(fields: Fields): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let at = 1; fields[`Tags.member.${at}.Key`] !== undefined; at += 1) {
    const [key, value] = [textIn(fields, `Tags.member.${at}.Key`), fields[`Tags.member.${at}.Value`]];
    const isTaken = Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase());
    const isTooMuch = at > 50 || key.length > 128 || typeof value !== "string" || value.length > 256;
    if (isTaken || isTooMuch) throw serviceError("ValidationError", `The session tag ${key} is not allowed`);
    tags[key] = value;
  }
  return tags;
}
