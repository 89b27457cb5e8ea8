// Reads the pictures browsers take: PNG with 8 bits a channel, not interlaced
// (W3C PNG 2003, 9.2 for the filters).

import { inflateSync } from 'node:zlib';

const channels = { 2: 3, 6: 4 }; // by colour type: RGB, RGBA

/** The neighbour nearest to left + above - corner (PNG 9.4). */
function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

const predict = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/**
 * @param {Uint8Array} file
 * @returns {number[][]} the pixels, row by row, each [red, green, blue]
 */
export function pixels(file) {
  const png = Buffer.from(file);
  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const size = channels[png[25]];
  if (png[24] !== 8 || !size || png[28] !== 0) throw new Error('a PNG of another kind');

  const data = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  const found = [];
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const filter = predict[data[start]];
    const row = Buffer.from(data.subarray(start + 1, start + 1 + stride));
    for (let i = 0; i < stride; i++) {
      const left = i < size ? 0 : row[i - size];
      const corner = i < size ? 0 : above[i - size];
      row[i] += filter(left, above[i], corner);
    }
    for (let x = 0; x < stride; x += size) found.push([row[x], row[x + 1], row[x + 2]]);
    above = row;
  }
  return found;
}
