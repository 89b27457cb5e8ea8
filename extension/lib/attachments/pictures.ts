/** Finds Exif and XMP in the pictures that cameras and phones make: JPEG, PNG, WebP. */
import type { Detail } from './details';
import { exifDetails } from './exif';
import { type Source, textOf, viewOf } from './source';
import { xmpDetails } from './xmp';

/** The most of one block that is read, bytes. */
const most = 1_000_000;
/** The most blocks that are looked at: pictures with more are no pictures. */
const blocks = 20_000;

/** Adds what a block of metadata holds. */
type Take = (details: Set<Detail>) => void;

async function gather(read: (take: Take) => Promise<void>): Promise<Set<Detail>> {
  const found = new Set<Detail>();
  await read((details) => {
    for (const detail of details) found.add(detail);
  });
  return found;
}

const exifSignature = 'Exif\0\0';
const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';

/** Segments from marker to marker, up to the image itself (ISO/IEC 10918-1, B.1.1). */
export const jpegDetails = (source: Source): Promise<Set<Detail>> =>
  gather(async (take) => {
    for (let at = 2, n = 0; n < blocks; n++) {
      const head = await source.read(at, 4);
      if (head.length < 4 || head[0] !== 0xff) return;
      const marker = head[1]!;
      if (marker === 0xff) {
        at++; // fill byte
        continue;
      }
      if (marker === 0xda || marker === 0xd9) return; // the image begins, or ends
      const length = viewOf(head).getUint16(2);
      if (marker === 0xe1) {
        const block = await source.read(at + 4, length - 2);
        if (textOf(block, 0, 6) === exifSignature) take(exifDetails(block.subarray(6)));
        else if (textOf(block, 0, xmpSignature.length) === xmpSignature) take(xmpDetails(block));
      }
      at += 2 + Math.max(2, length);
    }
  });

/** Chunks of a PNG (third edition, 5.3): eXIf, and XMP as international text. */
export const pngDetails = (source: Source): Promise<Set<Detail>> =>
  gather(async (take) => {
    for (let at = 8, n = 0; n < blocks; n++) {
      const head = await source.read(at, 8);
      if (head.length < 8) return;
      const length = viewOf(head).getUint32(0);
      const type = textOf(head, 4, 8);
      if (type === 'eXIf') take(exifDetails(await source.read(at + 8, Math.min(length, most))));
      if (type === 'iTXt') take(xmpDetails(await source.read(at + 8, Math.min(length, most))));
      if (type === 'IEND') return;
      at += 12 + length;
    }
  });

/** Chunks of a WebP (RFC 9649, 2.3 and 2.7). */
export const webpDetails = (source: Source): Promise<Set<Detail>> =>
  gather(async (take) => {
    for (let at = 12, n = 0; n < blocks; n++) {
      const head = await source.read(at, 8);
      if (head.length < 8) return;
      const length = viewOf(head).getUint32(4, true);
      const type = textOf(head, 0, 4);
      if (type === 'EXIF' || type === 'XMP ') {
        const block = await source.read(at + 8, Math.min(length, most));
        const signed = textOf(block, 0, 6) === exifSignature;
        take(type === 'EXIF' ? exifDetails(signed ? block.subarray(6) : block) : xmpDetails(block));
      }
      at += 8 + length + (length % 2);
    }
  });
