/** Tells whether words have to do with patients or care: what makes a picture beside them delicate. */
import lexicon from './clinical.json';

const stems = [...lexicon.en, ...lexicon.fr].join('|');
/** Whole words; a stem that ends in "*" takes any ending. */
const words = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${stems.replaceAll('*', '\\p{L}*')})(?![\\p{L}\\p{N}])`,
  'iu',
);

export function isClinical(text: string): boolean {
  return words.test(text.replaceAll('’', "'"));
}
