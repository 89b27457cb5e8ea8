/** Reads which details an XMP packet holds: RDF in XML, of which only names count here. */
import type { Detail } from './details';

const names: [RegExp, Detail][] = [
  [/exif:GPSLatitude\b/, 'latitude'],
  [/exif:GPSLongitude\b/, 'longitude'],
  [/exif:GPSAltitude\b/, 'altitude'],
  [/photoshop:(City|State|Country)\b|Iptc4xmpCore:Location\b|Iptc4xmpExt:Location/, 'place-name'],
  [/Iptc4xmpExt:PersonInImage\b|mwg-rs:Name\b/, 'person'],
  [/xmp:CreateDate\b|photoshop:DateCreated\b|exif:DateTimeOriginal\b/, 'time'],
  [/tiff:(Make|Model)\b/, 'device'],
  [/aux:SerialNumber\b|exifEX:BodySerialNumber\b/, 'serial'],
  [/dc:creator\b/, 'author'],
  [/dc:description\b/, 'words'],
];

const utf8 = new TextDecoder();

export function xmpDetails(packet: Uint8Array): Set<Detail> {
  const text = utf8.decode(packet);
  return new Set(names.filter(([name]) => name.test(text)).map(([, detail]) => detail));
}
