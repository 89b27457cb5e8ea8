/**
 * Reads which details an Exif block holds, never what they are: which is all that the
 * author has to be told. Exif 3.0 (CIPA DC-008-2023) 4.6; TIFF 6.0, section 2.
 */
import type { Detail } from './details';
import { viewOf } from './source';

/** The tags that lead to a further directory: Exif and GPS. */
const exifDirectory = 0x8769;
const gpsDirectory = 0x8825;

/** What tags of the first and the Exif directory say. */
const tags: Record<number, Detail> = {
  270: 'words', // ImageDescription
  271: 'device', // Make
  272: 'device', // Model
  306: 'time', // DateTime
  315: 'author', // Artist
  316: 'device', // HostComputer
  33432: 'author', // Copyright
  36867: 'time', // DateTimeOriginal
  36868: 'time', // DateTimeDigitized
  37510: 'words', // UserComment
  40091: 'words', // XPTitle, as Windows writes it
  40092: 'words', // XPComment
  40093: 'author', // XPAuthor
  40094: 'words', // XPKeywords
  40095: 'words', // XPSubject
  42032: 'author', // CameraOwnerName
  42033: 'serial', // BodySerialNumber
  42037: 'serial', // LensSerialNumber
};

const gpsTags: Record<number, Detail> = {
  2: 'latitude',
  4: 'longitude',
  6: 'altitude',
  7: 'time', // GPSTimeStamp
  17: 'direction', // GPSImgDirection
  20: 'latitude', // GPSDestLatitude
  22: 'longitude', // GPSDestLongitude
  28: 'place-name', // GPSAreaInformation
  29: 'time', // GPSDateStamp
};

/** Bytes of a value, by its type from 1 on (TIFF 6.0, page 15); Exif 3.0 adds one for text in UTF-8. */
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const utf8 = 129;
/** Numerator and denominator: the first alone says whether there is anything. */
const rational = new Set([5, 10]);

/** The details in a TIFF structure, which starts with its byte order; none when it is broken. */
export function exifDetails(tiff: Uint8Array): Set<Detail> {
  const found = new Set<Detail>();
  if (tiff.length < 8) return found;
  const view = viewOf(tiff);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return found;
  const little = order === 0x4949;
  if (view.getUint16(2, little) !== 42) return found;

  const directory = (start: number, known: Record<number, Detail>, deep: boolean): void => {
    if (start < 8 || start + 2 > tiff.length) return;
    const count = view.getUint16(start, little);
    for (let i = 0; i < count; i++) {
      const at = start + 2 + i * 12;
      if (at + 12 > tiff.length) return;
      const tag = view.getUint16(at, little);
      const type = view.getUint16(at + 2, little);
      const bytes = (type === utf8 ? 1 : (sizes[type] ?? 0)) * view.getUint32(at + 4, little);
      const value = view.getUint32(at + 8, little);
      if (deep && tag === exifDirectory) directory(value, tags, false);
      else if (deep && tag === gpsDirectory) directory(value, gpsTags, false);
      const detail = known[tag];
      if (!detail) continue;
      const from = bytes > 4 ? value : at + 8;
      const said = tiff.subarray(from, from + bytes);
      if (says(rational.has(type) ? said.filter((_, n) => n % 8 < 4) : said)) found.add(detail);
    }
  };
  directory(view.getUint32(4, little), tags, true);
  return found;
}

/** False for what cameras write where they have nothing to say: zeros, blanks, an empty comment. */
function says(value: Uint8Array): boolean {
  const said = String.fromCharCode(...value.subarray(0, 200)).replace(
    /^(ASCII|UNICODE|JIS)\0+/,
    '',
  );
  return /[^\0 ]/.test(said);
}
