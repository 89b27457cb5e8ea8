import { describe, expect, it } from 'vitest';
import {
  bytes,
  dicom,
  exif,
  heic,
  jpeg,
  mp4,
  png,
  type Said,
  webp,
  xmp,
} from '../../tests/harness/media.mjs';
import { inspect } from './inspect';
import type { Source } from './source';

/** A file that also counts what is read of it. */
function file(content: Uint8Array): Source & { taken: number } {
  return {
    size: content.length,
    taken: 0,
    async read(offset, length) {
      const part = content.subarray(offset, offset + length);
      this.taken += part.length;
      return part;
    },
  };
}

const details = async (content: Uint8Array, type = '') => {
  const media = await inspect(file(content), type);
  return media && { kind: media.kind, details: [...media.details].sort() };
};

const gps = { latitude: [46, 29, 24], longitude: [81, 0, 36] };
const all: Said = {
  ...gps,
  altitude: 260,
  time: '2026:02:03 04:05:06',
  make: 'Aperture',
  serial: '555-0142',
};
const wanted = ['altitude', 'device', 'latitude', 'longitude', 'serial', 'time'];

describe('pictures', () => {
  it.each([
    ['JPEG', jpeg(exif(all))],
    ['JPEG, big-endian', jpeg(exif({ ...all, bigEndian: true }))],
    ['PNG', png(exif(all))],
    ['WebP', webp(exif(all))],
    ['HEIC', heic(exif(all))],
  ])('%s: every detail is found, whatever the file is called', async (_, content) => {
    expect(await details(content)).toEqual({ kind: 'photo', details: wanted });
    expect(await details(content, 'text/plain')).toEqual({ kind: 'photo', details: wanted });
  });

  it.each([
    ['JPEG', jpeg(null, xmp())],
    ['PNG', png(null, xmp())],
    ['WebP', webp(null, xmp())],
    ['HEIC', heic(null, xmp())],
  ])('%s: XMP is read too', async (_, content) => {
    expect((await details(content))?.details).toEqual([
      'latitude',
      'longitude',
      'person',
      'place-name',
    ]);
  });

  it.each([
    ['JPEG', jpeg()],
    ['PNG', png()],
    ['WebP', webp()],
    ['HEIC', heic()],
    ['JPEG with an empty Exif block', jpeg(exif({}))],
  ])('%s without details has none', async (_, content) => {
    expect(await details(content)).toEqual({ kind: 'photo', details: [] });
  });

  it('zeros that cameras write instead of a place are no place', async () => {
    const content = jpeg(exif({ latitude: [0, 0, 0], longitude: [0, 0, 0], serial: '   ' }));
    expect((await details(content))?.details).toEqual([]);
  });

  it('reads a large picture in part only', async () => {
    const content = file(jpeg(exif(gps), null, 200_000));
    expect((await inspect(content, 'image/jpeg'))?.details.size).toBe(2);
    expect(content.taken).toBeLessThan(5_000);
  });

  it('what is cut short or spoilt gives no error and no loop', async () => {
    for (const whole of [
      jpeg(exif(all)),
      png(exif(all)),
      webp(exif(all)),
      heic(exif(all)),
      mp4(),
    ]) {
      for (let length = 0; length < whole.length; length += 3)
        await details(whole.subarray(0, length));
      for (let at = 0; at < whole.length; at++) {
        const spoilt = whole.slice();
        spoilt[at] = 255 - spoilt[at]!;
        await details(spoilt);
      }
    }
  });
});

describe('other files', () => {
  it('DICOM by its bytes', async () => {
    expect(await details(dicom(), 'image/jpeg')).toEqual({ kind: 'scan', details: [] });
    expect((await details(bytes([8, 0, 5, 0], 'CS', [10, 0], 'ISO_IR 100'), ''))?.kind).toBe(
      'scan',
    );
  });

  it('films and their place', async () => {
    expect(await details(mp4(), 'video/mp4')).toEqual({
      kind: 'video',
      details: ['altitude', 'latitude', 'longitude'],
    });
    expect((await details(bytes('\x1aE\xdf\xa3'), 'video/webm'))?.kind).toBe('video');
  });

  it('no media, no word', async () => {
    expect(await details(bytes('%PDF-1.7'), 'application/pdf')).toBeNull();
    expect(await details(bytes('<svg/>'), 'image/svg+xml')).toBeNull();
    expect(await details(bytes(''), '')).toBeNull();
  });

  it('a file that cannot be read is what the browser says', async () => {
    const gone: Source = { size: 10, read: () => Promise.reject(new Error('gone')) };
    expect((await inspect(gone, 'image/png'))?.kind).toBe('photo');
    expect(await inspect(gone, 'text/plain')).toBeNull();
  });
});
