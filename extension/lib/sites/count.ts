/** How sites count the characters of a post. */

/** An address as sites find it in a text: with its scheme, or bare with a common ending. */
const address =
  /\bhttps?:\/\/[^\s<>"]+|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|ca|uk|au|fr|health|app)\b(?:\/[^\s<>"]*)?/gi;

/** Every address counts as this many characters on X and on Mastodon. */
const addressLength = 23;

/** Nothing but letters that every site counts as one. */
const plain = /^[\x20-\x7e\n]*$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Letters as people count them: an emoji is one, however it is made. */
export function countGraphemes(text: string): number {
  if (plain.test(text)) return text.length;
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

/**
 * The weight of a post on X: Latin letters and most punctuation weigh one, all else and
 * every emoji two, an address 23 (twitter-text, configuration 3).
 */
export function weigh(text: string): number {
  let weight = 0;
  const rest = text.normalize('NFC').replace(address, () => {
    weight += addressLength;
    return '';
  });
  if (plain.test(rest)) return weight + rest.length;
  for (const { segment } of graphemes.segment(rest)) {
    if (/\p{Emoji_Presentation}|\ufe0f|\u20e3/u.test(segment)) weight += 2;
    else for (const letter of segment) weight += isLight(letter.codePointAt(0)!) ? 1 : 2;
  }
  return weight;
}

function isLight(code: number): boolean {
  return (
    code <= 0x10ff ||
    (code >= 0x2000 && code <= 0x200d) ||
    (code >= 0x2010 && code <= 0x201f) ||
    (code >= 0x2032 && code <= 0x2037)
  );
}

/** Mastodon's count: graphemes, an address as 23, a mention without its server. */
export function countStatus(text: string): number {
  const short = text
    .replace(address, 'x'.repeat(addressLength))
    .replace(/(^|[^\w/])(@\w[\w.-]*)@[\w.-]+\w/g, '$1$2');
  return countGraphemes(short);
}
