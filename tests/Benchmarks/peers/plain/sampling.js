/**
 * Samples a picture along a grid, bilinearly: the point (x, y) of the result lies at origin + x * right + y * down. What lies outside is black.
 * Where points lie three pixels apart or more, several are averaged, so that little aliases.
 * @param target 8-bit RGB, written from `offset` on, width x height.
 */
export function sample(picture, originX, originY, rightX, rightY, downX, downY, target, offset, width, height) {
  const taps = Math.max(1, Math.round(Math.hypot(rightX, rightY) / 2));
  if (taps > 1) {
    average(picture, originX, originY, rightX, rightY, downX, downY, target, offset, width, height, taps);
    return;
  }
  const { pixels, width: w, height: h } = picture;
  const stride = 3 * w;
  for (let y = 0; y < height; y++) {
    let sx = originX + y * downX;
    let sy = originY + y * downY;
    for (let x = 0; x < width; x++, sx += rightX, sy += rightY, offset += 3) {
      if (sx <= -1 || sy <= -1 || sx >= w || sy >= h) {
        target[offset] = target[offset + 1] = target[offset + 2] = 0;
        continue;
      }
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const fx = sx - left;
      const fy = sy - top;
      const a = (1 - fx) * (1 - fy);
      const b = fx * (1 - fy);
      const c = (1 - fx) * fy;
      const d = fx * fy;
      const i = top * stride + 3 * left;
      if (left >= 0 && top >= 0 && left < w - 1 && top < h - 1) {
        const j = i + stride;
        target[offset] = a * pixels[i] + b * pixels[i + 3] + c * pixels[j] + d * pixels[j + 3] + 0.5;
        target[offset + 1] = a * pixels[i + 1] + b * pixels[i + 4] + c * pixels[j + 1] + d * pixels[j + 4] + 0.5;
        target[offset + 2] = a * pixels[i + 2] + b * pixels[i + 5] + c * pixels[j + 2] + d * pixels[j + 5] + 0.5;
        continue;
      }
      for (let k = 0; k < 3; k++) {
        let sum = 0.5;
        if (top >= 0) {
          if (left >= 0) sum += a * pixels[i + k];
          if (left < w - 1) sum += b * pixels[i + 3 + k];
        }
        if (top < h - 1) {
          if (left >= 0) sum += c * pixels[i + stride + k];
          if (left < w - 1) sum += d * pixels[i + stride + 3 + k];
        }
        target[offset + k] = sum;
      }
    }
  }
}

function average(picture, originX, originY, rightX, rightY, downX, downY, target, offset, width, height, taps) {
  const row = new Uint8Array(3 * width * taps * taps);
  // The finer points lie around the one that they stand for.
  const back = (1 / taps - 1) / 2;
  for (let y = 0; y < height; y++) {
    // One row of the result as a grid of its own, `taps` times as fine.
    const x0 = originX + y * downX + back * (rightX + downX);
    const y0 = originY + y * downY + back * (rightY + downY);
    sample(picture, x0, y0, rightX / taps, rightY / taps, downX / taps, downY / taps, row, 0, width * taps, taps);
    for (let x = 0; x < width; x++, offset += 3) {
      let r = 0, g = 0, b = 0;
      for (let v = 0; v < taps; v++) {
        for (let u = 0; u < taps; u++) {
          const i = 3 * (v * width * taps + x * taps + u);
          r += row[i];
          g += row[i + 1];
          b += row[i + 2];
        }
      }
      const n = taps * taps;
      target[offset] = r / n + 0.5;
      target[offset + 1] = g / n + 0.5;
      target[offset + 2] = b / n + 0.5;
    }
  }
}
