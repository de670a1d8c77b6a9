/**
 * The groups of messages in standard queues, which fauxqs takes and forgets: a fair queue gives them back with the
 * message. Remembered by message, until it is deleted.
 */
export interface MessageGroups {
  /** Looks at a call that went well; returns its answer, with groups added to received messages when asked for. */
  observe(operation: string, request: Fields, answer: Fields): Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

export function createMessageGroups(): MessageGroups {
  const groupByMessage = new Map<unknown, string>();
  const messageByReceipt = new Map<unknown, unknown>();

  const remember = (message: Fields, sent: Fields | undefined): void => {
    const group = sent?.["MessageGroupId"];
    if (typeof group === "string") groupByMessage.set(message["MessageId"], group);
  };
  const forget = (receipt: unknown): void => {
    groupByMessage.delete(messageByReceipt.get(receipt));
    messageByReceipt.delete(receipt);
  };
  const received = (message: Fields, isAsked: boolean): Fields => {
    const group = groupByMessage.get(message["MessageId"]);
    if (group === undefined) return message;
    messageByReceipt.set(message["ReceiptHandle"], message["MessageId"]);
    if (!isAsked) return message;
    return { ...message, Attributes: { ...fieldsIn(message["Attributes"]), MessageGroupId: group } };
  };

  return {
    observe(operation, request, answer) {
      const entries = listIn(request["Entries"]);
      if (operation === "SendMessage") remember(answer, request);
      if (operation === "SendMessageBatch") {
        for (const sent of listIn(answer["Successful"])) {
          remember(
            sent,
            entries.find((entry) => entry["Id"] === sent["Id"]),
          );
        }
      }
      if (operation === "DeleteMessage") forget(request["ReceiptHandle"]);
      if (operation === "DeleteMessageBatch") for (const entry of entries) forget(entry["ReceiptHandle"]);
      if (operation !== "ReceiveMessage") return answer;
      const asked = [request["AttributeNames"], request["MessageSystemAttributeNames"]].flat();
      const isAsked = asked.includes("All") || asked.includes("MessageGroupId");
      const messages = listIn(answer["Messages"]).map((message) => received(message, isAsked));
      return messages.length > 0 ? { ...answer, Messages: messages } : answer;
    },
  };
}

function fieldsIn(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function listIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsIn) : [];
}
