import { randomUUID } from "node:crypto";
import { DeleteCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { BuildWork } from "../../domain/backup/build-work.ts";
import { LEASE_MS, type Lease, type StepLeases } from "../../domain/backup/step-leases.ts";
import { queryDue } from "./due-index.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { stepKey } from "./keys.ts";
import { decodeHeldStep, decodeStep, LEASE_DUE } from "./step-row.ts";

export function dynamoStepLeases(deps: DynamoDeps): StepLeases {
  const { clock } = deps;

  return {
    acquire: (work) => acquire(deps, work),

    renew: (lease) => occupy(deps, lease, clock.now() + LEASE_MS),

    async recordProgress(lease) {
      await updateStep(deps, lease.work, {
        UpdateExpression: "SET attempts = :none",
        ConditionExpression: "fence = :fence",
        ExpressionAttributeValues: { ":none": 0, ":fence": lease.fence },
      });
    },

    async release(lease) {
      await occupy(deps, lease, clock.now());
    },

    async stalled(before, limit) {
      const items = await queryDue(deps, LEASE_DUE, before, limit);
      return items.map(decodeStep);
    },

    async postpone(work) {
      await updateStep(deps, work, {
        UpdateExpression: "SET dueAt = :dueAt",
        ConditionExpression: "dueAt < :dueAt",
        ExpressionAttributeValues: { ":dueAt": clock.now() + LEASE_MS },
      });
    },

    async remove(work) {
      const command = new DeleteCommand({ TableName: deps.table, Key: stepKey(work) });
      await write(deps, () => deps.client.send(command));
    },
  };
}

/**
 * One conditional update. It leaves the holder's mark, so that a repetition after a lost answer, which finds the lease
 * held, can tell that it is held by itself.
 */
async function acquire(deps: DynamoDeps, work: BuildWork): Promise<Lease | undefined> {
  const now = deps.clock.now();
  const holder = randomUUID();
  const updated = await updateStep(deps, work, {
    UpdateExpression:
      "SET fence = fence + :one, attempts = attempts + :one, leaseUntil = :until, dueAt = :until, holder = :holder",
    ConditionExpression: "attribute_exists(pk) AND leaseUntil <= :now",
    ExpressionAttributeValues: { ":one": 1, ":until": now + LEASE_MS, ":now": now, ":holder": holder },
    ReturnValues: "ALL_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  const item = updated.isMet ? updated.output.Attributes : updated.item;
  if (item?.["holder"] !== holder) return undefined;
  const { fence, attempts } = decodeHeldStep(item);
  return { work, fence, attempts };
}

/** Moves the end of a lease that is still the newest; false if it is not. */
async function occupy(deps: DynamoDeps, lease: Lease, until: number): Promise<boolean> {
  const updated = await updateStep(deps, lease.work, {
    UpdateExpression: "SET leaseUntil = :until, dueAt = :until",
    ConditionExpression: "fence = :fence",
    ExpressionAttributeValues: { ":until": until, ":fence": lease.fence },
  });
  return updated.isMet;
}

const updateStep = (deps: DynamoDeps, work: BuildWork, update: Omit<UpdateCommandInput, "TableName" | "Key">) => {
  const command = new UpdateCommand({ TableName: deps.table, Key: stepKey(work), ...update });
  return write(deps, () => conditional(() => deps.client.send(command)));
};
