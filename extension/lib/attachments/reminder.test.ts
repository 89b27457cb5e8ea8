import { describe, expect, it } from 'vitest';
import { isClinical } from './clinical';
import type { Detail } from './details';
import type { Media, MediaKind } from './inspect';
import { reminderOf } from './reminder';

const media = (kind: MediaKind, ...details: Detail[]): Media => ({
  kind,
  details: new Set(details),
});
const plain = { clinical: false, trainee: false };
const clinical = { clinical: true, trainee: false };
const trainee = { clinical: false, trainee: true };

describe('when the author is reminded', () => {
  it('not of a picture beside other words', () => {
    expect(reminderOf([media('photo')], plain, 'en')).toBeNull();
    expect(reminderOf([media('photo', 'time', 'device')], plain, 'en')).toBeNull();
    expect(reminderOf([], clinical, 'en')).toBeNull();
  });

  it.each(['photo', 'video', 'sound', 'live', 'screen'] as const)(
    'of a %s beside clinical words, and always in training',
    (kind) => {
      for (const lang of ['en', 'fr'] as const) {
        expect(reminderOf([media(kind)], plain, lang)).toBeNull();
        const said = reminderOf([media(kind)], clinical, lang);
        expect(said?.lead).not.toBe('');
        expect(reminderOf([media(kind)], trainee, lang)).toEqual(said);
      }
    },
  );

  it('of a place and of a radiology file whatever the words', () => {
    expect(reminderOf([media('photo', 'latitude', 'longitude')], plain, 'en')).toMatchObject({
      lead: '',
      facts: ['This photo holds the place where it was taken: 2 details.'],
    });
    expect(reminderOf([media('scan')], plain, 'en')?.lead).toMatch(/DICOM/);
  });
});

describe('what is said', () => {
  it('every detail once, the place first, with the way to remove it', () => {
    const said = reminderOf(
      [media('photo', 'latitude', 'longitude', 'altitude', 'time', 'device', 'serial')],
      clinical,
      'en',
    );
    expect(said?.facts).toEqual([
      'This photo holds the place where it was taken: 3 details.',
      'Also in it: the date or time, the camera or phone and a serial number.',
    ]);
    expect(said?.how.length).toBeGreaterThan(2);
  });

  it('in French', () => {
    const said = reminderOf([media('photo', 'latitude', 'longitude', 'time')], clinical, 'fr');
    expect(said?.facts).toEqual([
      'Cette photo contient le lieu de la prise\u00a0: 2 détails.',
      'S’y trouvent aussi\u00a0: la date ou l’heure.',
    ]);
  });

  it('of several files together', () => {
    const said = reminderOf(
      [media('photo', 'latitude', 'longitude'), media('video', 'latitude'), media('photo')],
      plain,
      'en',
    );
    expect(said?.facts).toEqual([
      'These files hold the places where they were taken: 2 kinds of detail.',
    ]);
  });

  it('nothing to remove, no way to remove it', () => {
    expect(reminderOf([media('photo')], clinical, 'en')?.how).toEqual([]);
  });
});

describe('clinical words', () => {
  it.each([
    'Healing well on day 10, post-op',
    'What do you make of this rash?',
    'my pt’s CXR',
    'Long night in the ICU',
    'Voici la plaie à J10',
    'Belle radio ce matin',
    'un cas clinique rare',
  ])('%s', (text) => expect(isClinical(text)).toBe(true));

  it.each([
    'Sunset over the lake',
    'My son scored twice today',
    'Nos vacances en Gaspésie',
    'New bike, who dis',
    'In case you missed it: tickets are on sale',
  ])('none in: %s', (text) => expect(isClinical(text)).toBe(false));
});
