import type { Fields } from "./message-groups.ts";

/**
 * Receipts that can't be any: SQS refuses them, fauxqs (whose own are UUIDs) reports them as deleted. A receipt of the
 * right form whose message is gone is deleted successfully by both.
 */
const receiptForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const invalidReceipt = "ReceiptHandleIsInvalid";

export function hasInvalidReceipt(request: Fields): boolean {
  const receipt = request["ReceiptHandle"];
  return receipt !== undefined && (typeof receipt !== "string" || !receiptForm.test(receipt));
}

/** The entries of a batch that may be carried out, and the answers for those that may not. */
export function splitByReceipt(entries: readonly Fields[]): { good: Fields[]; failed: Fields[] } {
  const bad = entries.filter(hasInvalidReceipt);
  const failed = bad.map((entry) => ({
    Id: entry["Id"],
    SenderFault: true,
    Code: invalidReceipt,
    Message: "The input receipt handle is invalid.",
  }));
  return { good: entries.filter((entry) => !bad.includes(entry)), failed };
}
