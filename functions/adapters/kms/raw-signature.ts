import { Failure } from "../../domain/failure.ts";

/** Bytes of each of the two numbers of a P-256 signature. */
const NUMBER_BYTES = 32;

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * KMS answers with a signature in DER (a sequence of two integers); JOSE wants the two numbers side by side, 32 bytes
 * each (RFC 7518, 3.4). All lengths of P-256 fit into one byte.
 */
export function rawSignature(der: Uint8Array): Uint8Array {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) throw malformed();
  const r = readInteger(der, 2);
  const s = readInteger(der, r.end);
  if (s.end !== der.length) throw malformed();
  return Buffer.concat([fixedLength(r.bytes), fixedLength(s.bytes)]);
}

function readInteger(der: Uint8Array, at: number): { readonly bytes: Uint8Array; readonly end: number } {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  if (der[at] !== INTEGER || length === 0 || end > der.length) throw malformed();
  return { bytes: der.subarray(at + 2, end), end };
}

/** DER puts a zero before a number whose highest bit is set, and drops zeros that say nothing. */
function fixedLength(integer: Uint8Array): Uint8Array {
  const number = integer[0] === 0 ? integer.subarray(1) : integer;
  if (number.length > NUMBER_BYTES) throw malformed();
  return Buffer.concat([Buffer.alloc(NUMBER_BYTES - number.length), number]);
}

const malformed = (): Failure => new Failure("internal", { reason: "the signature is no P-256 signature in DER" });
