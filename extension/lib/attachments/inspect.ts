/**
 * Says what a file is and which details it holds, from its bytes and not its name. All
 * of it happens here, in the page's own process; neither file nor details go further.
 */
import { filmDetails, pictureDetails } from './boxes';
import type { Detail } from './details';
import { jpegDetails, pngDetails, webpDetails } from './pictures';
import { type Source, textOf } from './source';

/** "scan": a DICOM file, the format of radiology. */
export type MediaKind = 'photo' | 'video' | 'sound' | 'scan' | 'live' | 'screen';

export interface Media {
  kind: MediaKind;
  details: ReadonlySet<Detail>;
}

const nothing: ReadonlySet<Detail> = new Set();

/** Brands of still pictures in the file type box (ISO/IEC 23008-12, annex B; AV1 in HEIF). */
const stillBrands = /^(hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fs])$/;

/** @param type the MIME type that the browser gave; null for files that hold no media */
export async function inspect(source: Source, type: string): Promise<Media | null> {
  try {
    return await look(source, type);
  } catch {
    return byType(type); // unreadable, such as a file that was moved away
  }
}

async function look(source: Source, type: string): Promise<Media | null> {
  const head = await source.read(0, 132);
  const at = (start: number, text: string) => textOf(head, start, start + text.length) === text;
  const photo = async (details: Promise<Set<Detail>>): Promise<Media> => ({
    kind: 'photo',
    details: await details,
  });
  if (isDicom(head)) return { kind: 'scan', details: nothing };
  if (at(0, '\xff\xd8\xff')) return photo(jpegDetails(source));
  if (at(0, '\x89PNG\r\n\x1a\n')) return photo(pngDetails(source));
  if (at(0, 'RIFF') && at(8, 'WEBP')) return photo(webpDetails(source));
  if (at(4, 'ftyp') && stillBrands.test(textOf(head, 8, 12))) return photo(pictureDetails(source));
  if (at(4, 'ftyp') || at(4, 'moov') || at(4, 'mdat')) {
    if (/^audio\//.test(type)) return byType(type);
    return { kind: 'video', details: await filmDetails(source) };
  }
  return byType(type);
}

/** Other formats carry no details that cameras write; what they are the browser says. */
function byType(type: string): Media | null {
  const [family] = type.split('/');
  if (family === 'image' && type !== 'image/svg+xml') return { kind: 'photo', details: nothing };
  if (family === 'video') return { kind: 'video', details: nothing };
  if (family === 'audio') return { kind: 'sound', details: nothing };
  return type === 'application/dicom' ? { kind: 'scan', details: nothing } : null;
}

/**
 * DICOM PS3.10, 7.1: 128 bytes of anything, then "DICM". Old devices leave both out and
 * begin with the first element of group 2 or 8, whose value type is two capitals.
 */
function isDicom(head: Uint8Array): boolean {
  if (textOf(head, 128, 132) === 'DICM') return true;
  const [group, high, element = 0xff, zero] = head;
  const begins = (group === 2 || group === 8) && high === 0 && element <= 0x18 && zero === 0;
  return begins && /^(UL|OB|CS|UI|DA|TM|SH)$/.test(textOf(head, 4, 6));
}
