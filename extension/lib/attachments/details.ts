/** What a file may say beside its picture. */

/** The place has several details, each one counted. */
export type Detail =
  | 'latitude'
  | 'longitude'
  | 'altitude'
  | 'direction'
  | 'place-name'
  | 'time'
  | 'device'
  | 'serial'
  | 'author'
  | 'person'
  | 'words';

/** Those that say where a picture was taken. */
export const places: ReadonlySet<Detail> = new Set<Detail>([
  'latitude',
  'longitude',
  'altitude',
  'direction',
  'place-name',
]);
