import { PNG } from "pngjs";
import type { SeededRandom } from "./seeded-random.ts";

/** Bytes of a compressed picture per pixel, as the grain below makes them. */
const bytesPerPixel = 2.78;
const fewestPixels = 64;

/** A sky over ground with the grain of a bad camera, as a PNG of about `bytes`: pictures do not compress twice. */
export function pictureBody(bytes: number, random: SeededRandom): Buffer {
  const pixels = Math.max(fewestPixels, bytes / bytesPerPixel);
  const width = Math.ceil(Math.sqrt((pixels * 4) / 3));
  const height = Math.ceil(pixels / width);
  const [red, green, blue] = [random.whole(0, 60), random.whole(0, 60), random.whole(0, 60)];
  const png = new PNG({ width, height });
  png.data = random.bytes(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    const light = Math.floor((y / height) * 60);
    for (let x = 0; x < width; x += 1, at += 3) {
      png.data[at] = red + light + ((png.data[at] ?? 0) & 127);
      png.data[at + 1] = green + light + ((png.data[at + 1] ?? 0) & 127);
      png.data[at + 2] = blue + 60 - light + ((png.data[at + 2] ?? 0) & 127);
    }
  }
  // No filter, and Huffman alone (strategy 2): grain has no repeats to look for.
  const options = { colorType: 2, inputColorType: 2, inputHasAlpha: false } as const;
  return PNG.sync.write(png, { ...options, filterType: 0, deflateLevel: 1, deflateStrategy: 2 });
}
