/** Tells whether words have to do with patients or care: what makes a picture beside them delicate. */
import lexicon from './clinical.json';

const entries = [...lexicon.en, ...lexicon.fr];
/** Those that end in "*" are stems, which take any ending. */
const stems = entries.filter((entry) => entry.endsWith('*')).map((entry) => entry.slice(0, -1));
const whole = entries.filter((entry) => !entry.endsWith('*'));

// Classes of letters, and cases to be ignored, take browsers tens of milliseconds to
// compile: there are as few as can be, and the text is made small instead.
const letter = '[\\p{L}\\p{N}]';
const words = new RegExp(
  `(?<!${letter})(?:${stems.join('|')}|(?:${whole.join('|')})(?!${letter}))`,
  'u',
);

export function isClinical(text: string): boolean {
  return words.test(text.toLowerCase().replaceAll('’', "'"));
}
