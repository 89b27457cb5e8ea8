export interface Said {
  latitude?: number[];
  longitude?: number[];
  altitude?: number;
  time?: string;
  make?: string;
  serial?: string;
  bigEndian?: boolean;
}
type Block = Uint8Array | null;
export function bytes(...parts: (string | Iterable<number>)[]): Uint8Array;
export function exif(said: Said): Uint8Array;
export function xmp(): Uint8Array;
export function jpeg(exif?: Block, xmp?: Block, padding?: number): Uint8Array;
export function png(exif?: Block, xmp?: Block): Uint8Array;
export function webp(exif?: Block, xmp?: Block): Uint8Array;
export function heic(exif?: Block, xmp?: Block): Uint8Array;
export function mp4(): Uint8Array;
export function dicom(): Uint8Array;
