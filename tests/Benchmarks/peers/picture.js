import sharp from "sharp";

// Decoding one picture with several threads gains nothing where every processor has a process already.
sharp.concurrency(1);
sharp.cache(false);

/** Decodes a picture to 8-bit RGB. */
export async function decode(jpeg) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  // Gray and CMYK pictures are rare: only they are paid for with a second look.
  const pixels = info.channels === 3 ? data : await sharp(jpeg).toColourspace("srgb").removeAlpha().raw().toBuffer();
  return { pixels, width: info.width, height: info.height };
}
