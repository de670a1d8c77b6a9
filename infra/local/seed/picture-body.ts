import { PNG } from "pngjs";
import type { SeededRandom } from "./seeded-random.ts";

/** Bytes of a compressed picture per pixel, as the grain below makes them. */
const bytesPerPixel = 2.2;
const fewestPixels = 64;

/** A sky over ground with the grain of a bad camera, as a PNG of about `bytes`: pictures do not compress twice. */
export function pictureBody(bytes: number, random: SeededRandom): Buffer {
  const pixels = Math.max(fewestPixels, bytes / bytesPerPixel);
  const width = Math.ceil(Math.sqrt((pixels * 4) / 3));
  const height = Math.ceil(pixels / width);
  const [red, green, blue] = [random.whole(60, 150), random.whole(60, 150), random.whole(60, 150)];
  const png = new PNG({ width, height });
  const grain = random.bytes(width * height * 3);
  for (let pixel = 0, from = 0, to = 0; pixel < width * height; pixel += 1, from += 3, to += 4) {
    const light = Math.floor((pixel / (width * height)) * 70);
    png.data[to] = red + light + ((grain[from] ?? 0) & 31);
    png.data[to + 1] = green + light + ((grain[from + 1] ?? 0) & 31);
    png.data[to + 2] = blue + 70 - light + ((grain[from + 2] ?? 0) & 31);
    png.data[to + 3] = 255;
  }
  // Huffman alone (strategy 2): grain has no repeats to look for.
  return PNG.sync.write(png, { colorType: 2, filterType: 1, deflateLevel: 1, deflateStrategy: 2 });
}
