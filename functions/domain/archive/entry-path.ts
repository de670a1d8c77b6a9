/** What a segment of a path may have on every usual file system. */
const SEGMENT_BYTES_MAX = 255;
/** Longer "extensions" are no extensions. */
const EXTENSION_BYTES_MAX = 20;

/**
 * Control characters, separators, what Windows reserves (a colon also makes drives and hidden streams), what turns the
 * direction of text, what is a mark of byte order.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\/:*?"<>|\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** Windows opens devices under these names, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;
/** Windows drops dots and spaces at the end; some tools drop spaces at the start. */
const EDGES = /^ +|[ .]+$/g;

/**
 * Path of an attachment in the archive: `attachment/file/<id>/<file>` as OpenProject names it, with the name made safe to
 * unpack anywhere. The id keeps two attachments apart even where their names become the same. The name as it was stays
 * in the list of entries.
 */
export function entryPath(id: number, file: string): string {
  if (!Number.isSafeInteger(id) || id < 0) throw new RangeError(`not the id of an attachment: ${id}`);
  return `attachment/file/${id}/${safeSegment(file)}`;
}

function safeSegment(file: string): string {
  const plain = file.toWellFormed().replace(UNSAFE, "_");
  const named = plain === "" || DEVICE.test(plain) ? `_${plain}` : plain;
  return shortened(named).replace(EDGES, (edge) => "_".repeat(edge.length));
}

/** Cuts the stem at a character, never the extension: what opens the file is kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= SEGMENT_BYTES_MAX) return name;
  const dot = name.lastIndexOf(".");
  const isExtension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= EXTENSION_BYTES_MAX;
  const extension = isExtension ? name.slice(dot) : "";
  let stem = "";
  let room = SEGMENT_BYTES_MAX - Buffer.byteLength(extension);
  for (const character of name) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    stem += character;
  }
  return stem + extension;
}
