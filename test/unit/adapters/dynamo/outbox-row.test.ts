import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamoOutbox } from "../../../../functions/adapters/dynamo/dynamo-outbox.ts";
import { decodeOutboxRow, encodeOutboxRow } from "../../../../functions/adapters/dynamo/outbox-row.ts";
import { encodeNewStep } from "../../../../functions/adapters/dynamo/step-row.ts";
import { isFailure } from "../../../../functions/domain/failure.ts";
import { aChange, aNoticedChange, dumpWork } from "../../../support/a-backup.ts";
import { mockedDynamo, NOW, NOW_SECONDS } from "./mock-dynamo.ts";

const work = dumpWork({ tenantId: "acme", backupId: "b1" });
const [started] = aChange("acme", 1_000, [work]).events;
const [noticed] = aNoticedChange("acme", 1_000).events;
if (started === undefined || noticed === undefined) throw new Error("changes without events");

describe("rows of the outbox", () => {
  it.each([started, noticed])("carry the whole event of kind $kind through the stream", (event) => {
    expect(decodeOutboxRow(marshall(encodeOutboxRow(event)))).toEqual(event);
  });

  it("are told from every other row", () => {
    expect(decodeOutboxRow(marshall(encodeNewStep(work, 1_000)))).toBeUndefined();
    expect(decodeOutboxRow(marshall({ pk: "T#acme", sk: "SLOT", backupId: "b1" }))).toBeUndefined();
    expect(decodeOutboxRow({})).toBeUndefined();
  });

  it.each(["{}", '{"kind":"work"}', '{"eventId":"e","tenantId":"t","at":1,"kind":"new","new":{}}', "[]", "null"])(
    "are refused when they hold %s",
    (event) => {
      const image = { dueKind: { S: "outbox" }, event: { S: event } };
      expect(() => decodeOutboxRow(image)).toThrow(expect.toSatisfy((error: unknown) => isFailure(error, "internal")));
    },
  );

  it("leave the index when they are sent, and expire after a week", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).resolves({});

    await dynamoOutbox(deps).markSent(started);

    expect(mock.call(0).args[0].input).toEqual({
      TableName: "records",
      Key: { pk: "T#acme", sk: `OUTBOX#${started.eventId}` },
      UpdateExpression: "SET sentAt = :now, expiresAt = :expiresAt REMOVE dueKind, dueAt",
      ConditionExpression: "attribute_exists(dueKind)",
      ExpressionAttributeValues: { ":now": NOW, ":expiresAt": NOW_SECONDS + 7 * 24 * 3_600 },
    });
  });
});
