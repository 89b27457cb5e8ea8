/**
 * The boxes that HEIC and AVIF pictures and MP4 and QuickTime films are made of
 * (ISO/IEC 14496-12, 4.2; items of pictures: 8.11).
 */
import type { Detail } from './details';
import { exifDetails } from './exif';
import { type Source, textOf, viewOf } from './source';
import { xmpDetails } from './xmp';

export interface Box {
  type: string;
  /** Where its contents are in the file, bytes; end exclusive. */
  start: number;
  end: number;
}

/** The most of a box that is read, bytes: those that say something are far smaller. */
const most = 4_000_000;

/** The boxes in a stretch of the file. */
export async function boxes(source: Source, start: number, end: number): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = start; at + 8 <= end && found.length < 1000; ) {
    const head = await source.read(at, 16);
    if (head.length < 8) break;
    const view = viewOf(head);
    let size = view.getUint32(0);
    let header = 8;
    if (size === 1 && head.length === 16) {
      size = Number(view.getBigUint64(8));
      header = 16;
    } else if (size === 0) {
      size = end - at;
    }
    if (size < header) break;
    found.push({ type: textOf(head, 4, 8), start: at + header, end: Math.min(at + size, end) });
    at += size;
  }
  return found;
}

const content = (source: Source, box: Box) =>
  source.read(box.start, Math.min(box.end - box.start, most));

const named = (all: Box[], type: string) => all.find((box) => box.type === type);

/** The details in a picture of this kind: its items "Exif" and XMP. */
export async function pictureDetails(source: Source): Promise<Set<Detail>> {
  const found = new Set<Detail>();
  const meta = named(await boxes(source, 0, source.size), 'meta');
  if (!meta) return found;
  const inner = await boxes(source, meta.start + 4, meta.end);
  const [infos, places] = [named(inner, 'iinf'), named(inner, 'iloc')];
  if (!infos || !places) return found;
  const wanted = itemTypes(await content(source, infos));
  const data = named(inner, 'idat')?.start ?? 0;
  for (const { id, offset, length, inData } of itemPlaces(await content(source, places))) {
    const type = wanted.get(id);
    if (!type) continue;
    const bytes = await source.read(offset + (inData ? data : 0), Math.min(length, most));
    const details = type === 'Exif' ? exifItem(bytes) : xmpDetails(bytes);
    for (const detail of details) found.add(detail);
  }
  return found;
}

/** An Exif item says first how far on its TIFF structure begins (ISO/IEC 23008-12, A.2.1). */
function exifItem(bytes: Uint8Array): Set<Detail> {
  if (bytes.length < 12) return new Set();
  return exifDetails(bytes.subarray(4 + viewOf(bytes).getUint32(0)));
}

/** Which items hold Exif or, as "mime", perhaps XMP. */
function itemTypes(infos: Uint8Array): Map<number, string> {
  const found = new Map<number, string>();
  const view = viewOf(infos);
  let at = infos[0] === 0 ? 6 : 8;
  while (at + 20 <= infos.length) {
    const size = view.getUint32(at);
    const version = view.getUint8(at + 8);
    const id = version === 2 ? view.getUint16(at + 12) : view.getUint32(at + 12);
    const type = textOf(infos, at + (version === 2 ? 16 : 18), at + (version === 2 ? 20 : 22));
    if (version >= 2 && (type === 'Exif' || type === 'mime')) found.set(id, type);
    if (size < 12) break;
    at += size;
  }
  return found;
}

interface ItemPlace {
  id: number;
  offset: number;
  length: number;
  /** Whether the offset counts from the box of data that goes with the items. */
  inData: boolean;
}

/** Where items lie, their first extents only: metadata is written in one piece. */
function itemPlaces(box: Uint8Array): ItemPlace[] {
  const found: ItemPlace[] = [];
  const view = viewOf(box);
  let at = 0;
  const number = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value = value * 256 + view.getUint8(at + i);
    at += bytes;
    return value;
  };
  try {
    const version = number(1);
    number(3);
    const sizes = number(2);
    const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map(
      (n) => (sizes >> n) & 15,
    );
    const count = number(version < 2 ? 2 : 4);
    for (let i = 0; i < count; i++) {
      const id = number(version < 2 ? 2 : 4);
      const inData = version > 0 && (number(2) & 15) === 1;
      number(2);
      const base = number(baseSize!);
      const extents = number(2);
      for (let extent = 0; extent < extents; extent++) {
        if (version > 0) number(indexSize!);
        const offset = base + number(offsetSize!);
        const length = number(lengthSize!);
        if (extent === 0) found.push({ id, offset, length, inData });
      }
    }
  } catch {
    // Cut short; what was found is good.
  }
  return found;
}

/** The place of a film, as cameras of Android and Apple write it. */
export async function filmDetails(source: Source): Promise<Set<Detail>> {
  const found = new Set<Detail>();
  const movie = named(await boxes(source, 0, source.size), 'moov');
  if (!movie) return found;
  for (const box of await boxes(source, movie.start, movie.end)) {
    if (box.type !== 'udta' && box.type !== 'meta') continue;
    const text = textInside(await content(source, box));
    // ISO 6709: latitude and longitude, signed, then perhaps the altitude.
    const [, , , altitude] = /([+-]\d{2,}\.\d+)([+-]\d{3,}\.\d+)([+-]\d+)?/.exec(text) ?? [];
    if (/([+-]\d{2,}\.\d+)([+-]\d{3,}\.\d+)/.test(text)) found.add('latitude').add('longitude');
    if (altitude) found.add('altitude');
    if (/com\.apple\.quicktime\.(make|model)|©(mak|mod)/.test(text)) found.add('device');
    if (/com\.apple\.quicktime\.creationdate|©day/.test(text)) found.add('time');
  }
  return found;
}

const latin = new TextDecoder('latin1');
const textInside = (bytes: Uint8Array) => latin.decode(bytes);
