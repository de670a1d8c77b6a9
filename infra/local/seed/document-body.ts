import { buffer } from "node:stream/consumers";
import Pdf from "pdfkit";
import { pictureBody } from "./picture-body.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What the written pages take, about. */
const textBytes = 4_000;
const scanBytesMin = 1_000;
const scanBytesMax = 2 * 1024 * 1024;

/** A PDF of about `bytes`: some written paragraphs, and as many scanned pages as it takes. */
export async function documentBody(
  bytes: number,
  random: SeededRandom,
  paragraphs: readonly string[],
): Promise<Uint8Array> {
  // A fixed date, as it also makes the file's id: the same seed gives the same file.
  const pdf = new Pdf({ size: "A4", info: { Title: "Report", CreationDate: new Date(Date.UTC(2024, 5, 12)) } });
  const whole = buffer(pdf);
  for (let count = random.whole(4, 12); count > 0; count -= 1) pdf.text(random.pick(paragraphs)).moveDown();
  for (let left = bytes - textBytes; left > scanBytesMin; left -= scanBytesMax) {
    pdf.addPage().image(pictureBody(Math.min(left, scanBytesMax), random), { fit: [440, 640] });
  }
  pdf.end();
  return await whole;
}
