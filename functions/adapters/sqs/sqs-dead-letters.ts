import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { sdkFailure } from "../system/sdk-failure.ts";

/** Sets a message aside that nobody will ever be able to read, with the reason; a person is woken by it. */
export type SetAside = (body: string, reason: string) => Promise<void>;

/** The longest that the reason may be: it names what is wrong, and there may be much. */
const REASON_CHARACTERS_MAX = 512;

/** Into a queue of dead letters at once, instead of after as many tries as a message has that can be read. */
export const sqsDeadLetters =
  (deps: { readonly client: SQSClient; readonly queueUrl: string }): SetAside =>
  async (body, reason) => {
    const StringValue = reason.slice(0, REASON_CHARACTERS_MAX);
    const message = {
      QueueUrl: deps.queueUrl,
      MessageBody: body,
      MessageAttributes: { reason: { DataType: "String", StringValue } },
    };
    try {
      await deps.client.send(new SendMessageCommand(message));
    } catch (error) {
      throw sdkFailure(error);
    }
  };
