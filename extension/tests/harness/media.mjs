// Small files of each format, made byte by byte, with the details that cameras write.

/** Strings as Latin-1, arrays and byte arrays as they are, joined. */
export function bytes(...parts) {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
    ),
  );
}

const big = (size, value) =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);
const little = (size, value) => big(size, value).reverse();

/**
 * An Exif block: a TIFF structure with a first, an Exif and a GPS directory.
 * @param {{latitude?: number[], longitude?: number[], altitude?: number, time?: string,
 *   make?: string, serial?: string, bigEndian?: boolean}} said degrees, minutes, seconds;
 *   metres
 */
export function exif({ latitude, longitude, altitude, time, make, serial, bigEndian = false }) {
  const number = bigEndian ? big : little;
  const ascii = (tag, text) => [tag, 2, text.length + 1, bytes(text, [0])];
  const rationals = (tag, values) => {
    const pairs = values.flatMap((value) => [...number(4, value * 100), ...number(4, 100)]);
    return [tag, 5, values.length, pairs];
  };
  const exifTags = [
    ...(time ? [ascii(0x9003, time)] : []),
    ...(serial ? [ascii(0xa431, serial)] : []),
  ];
  const gpsTags = [
    ...(latitude ? [ascii(1, 'N'), rationals(2, latitude)] : []),
    ...(longitude ? [ascii(3, 'W'), rationals(4, longitude)] : []),
    ...(altitude ? [rationals(6, [altitude])] : []),
  ];
  const firstTags = [...(make ? [ascii(0x010f, make)] : [])];
  const tiff = [...bytes(bigEndian ? 'MM' : 'II'), ...number(2, 42), ...number(4, 8)];
  const pointers = [];
  const directory = (tags, further = []) => {
    const start = tiff.length;
    tiff.push(...number(2, tags.length + further.length));
    const entries = tiff.length;
    let free = entries + (tags.length + further.length) * 12 + 4;
    const values = [];
    for (const [tag, type, count, value] of tags) {
      tiff.push(...number(2, tag), ...number(2, type), ...number(4, count));
      if (value.length <= 4) {
        tiff.push(...value, ...new Array(4 - value.length).fill(0));
      } else {
        tiff.push(...number(4, free));
        values.push(...value);
        free += value.length;
      }
    }
    for (const tag of further) {
      tiff.push(...number(2, tag), ...number(2, 4), ...number(4, 1));
      pointers.push(tiff.length);
      tiff.push(0, 0, 0, 0);
    }
    tiff.push(0, 0, 0, 0, ...values);
    return start;
  };
  const further = [...(exifTags.length ? [0x8769] : []), ...(gpsTags.length ? [0x8825] : [])];
  directory(firstTags, further);
  for (const tags of [exifTags, gpsTags].filter((some) => some.length)) {
    const start = directory(tags);
    tiff.splice(pointers.shift(), 4, ...number(4, start));
  }
  return bytes(tiff);
}

/** An XMP packet with a place and a person. */
export const xmp = () =>
  bytes(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="46,29.4N" ',
    'exif:GPSLongitude="81,0.6W" photoshop:City="Sudbury"><Iptc4xmpExt:PersonInImage/>',
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
  );

const segment = (marker, ...parts) => {
  const body = bytes(...parts);
  return bytes([0xff, marker], big(2, body.length + 2), body);
};

/** A grey pixel as baseline JPEG, with metadata and as much more as is wanted, bytes. */
export function jpeg(block = null, packet = null, padding = 0) {
  return bytes(
    [0xff, 0xd8],
    segment(0xe0, 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]),
    block ? segment(0xe1, 'Exif\0\0', block) : [],
    packet ? segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', packet) : [],
    segment(0xdb, [0], new Array(64).fill(1)),
    segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, 1, ...new Array(15).fill(0), 0]),
    segment(0xc4, [0x10, 1, ...new Array(15).fill(0), 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    [0x3f],
    new Uint8Array(padding),
    [0xff, 0xd9],
  );
}

/** CRC-32 as PNG has it (third edition, annex D). */
function crc(data) {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return big(4, (value ^ 0xffffffff) >>> 0);
}

/** A grey pixel as PNG; metadata comes after the image, as some programs write it. */
export function png(block = null, packet = null) {
  const chunk = (type, data) => {
    const body = bytes(type, data);
    return bytes(big(4, data.length), body, crc(body));
  };
  const stored = [0x78, 1, 1, 2, 0, 0xfd, 0xff, 0, 0x80, 0, 0x82, 0, 0x81];
  return bytes(
    '\x89PNG\r\n\x1a\n',
    chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
    chunk('IDAT', stored),
    block ? chunk('eXIf', block) : [],
    packet ? chunk('iTXt', bytes('XML:com.adobe.xmp', [0, 0, 0, 0, 0], packet)) : [],
    chunk('IEND', []),
  );
}

/** The frame of a WebP with an image too small to show. */
export function webp(block = null, packet = null) {
  const chunk = (type, data) =>
    bytes(type, little(4, data.length), data, data.length % 2 ? [0] : []);
  const body = bytes(
    'WEBP',
    chunk('VP8X', [(block ? 8 : 0) | (packet ? 4 : 0), 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    chunk('VP8L', [0x2f, 0, 0, 0, 0, 7, 0x10, 0x11, 0x11]),
    block ? chunk('EXIF', block) : [],
    packet ? chunk('XMP ', packet) : [],
  );
  return bytes('RIFF', little(4, body.length), body);
}

const box = (type, ...parts) => {
  const body = bytes(...parts);
  return bytes(big(4, body.length + 8), type, body);
};

/** The boxes of a HEIC whose only items are metadata. */
export function heic(block = null, packet = null) {
  const items = [
    ...(block ? [['Exif', bytes(big(4, 6), 'Exif\0\0', block), '']] : []),
    ...(packet ? [['mime', packet, 'application/rdf+xml\0']] : []),
  ];
  const infos = items.map(([type, , more], i) =>
    box('infe', [2, 0, 0, 0], big(2, i + 1), big(2, 0), type, '\0', more),
  );
  const meta = (places) =>
    box(
      'meta',
      [0, 0, 0, 0],
      box('hdlr', new Uint8Array(8), 'pict', new Uint8Array(13)),
      box('iinf', [0, 0, 0, 0], big(2, items.length), ...infos),
      box(
        'iloc',
        [1, 0, 0, 0, 0x44, 0x00],
        big(2, items.length),
        ...items.map(([, data], i) =>
          bytes(
            big(2, i + 1),
            big(2, 0),
            big(2, 0),
            big(2, 1),
            big(4, places[i]),
            big(4, data.length),
          ),
        ),
      ),
    );
  const head = box('ftyp', 'heic', big(4, 0), 'mif1heic');
  const start = head.length + meta(items.map(() => 0)).length + 8;
  const places = items.map((_, i) =>
    items.slice(0, i).reduce((at, [, data]) => at + data.length, start),
  );
  return bytes(head, meta(places), box('mdat', ...items.map(([, data]) => data)));
}

/** A film without pictures that says where it was taken; what says so comes last. */
export const mp4 = () =>
  bytes(
    box('ftyp', 'isom', big(4, 0), 'isommp42'),
    box('mdat', new Uint8Array(64)),
    box(
      'moov',
      box('mvhd', new Uint8Array(100)),
      box('udta', box('\xa9xyz', '\0\x1b\x15\xc7+46.4900-081.0100+260.000/')),
    ),
  );

/** The head of a radiology file. */
export const dicom = () =>
  bytes(new Uint8Array(128), 'DICM', [2, 0, 0, 0], 'UL', [4, 0, 0, 0, 0, 0]);
