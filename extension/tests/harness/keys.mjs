// Keys of a US keyboard, as browsers want them described.

/** Keys that are held down with others. */
export const modifiers = { Alt: 18, Control: 17, Shift: 16 };

const named = {
  Enter: 13,
  Backspace: 8,
  Delete: 46,
  Tab: 9,
  Escape: 27,
  Home: 36,
  End: 35,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};

/** Keys by what they type, without and with Shift: code and key code. */
const printed = new Map();
const row = (plain, shifted, codes, keyCodes) => {
  [...plain].forEach((key, i) => {
    const place = { code: codes[i], keyCode: keyCodes[i] };
    printed.set(key, { ...place, shift: false });
    printed.set(shifted[i], { ...place, shift: true });
  });
};
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
row(
  letters.join(''),
  letters.map((c) => c.toUpperCase()),
  letters.map((c) => `Key${c.toUpperCase()}`),
  letters.map((c) => c.toUpperCase().charCodeAt(0)),
);
const digits = [...'0123456789'];
row(
  digits.join(''),
  [...')!@#$%^&*('],
  digits.map((d) => `Digit${d}`),
  digits.map((d) => d.charCodeAt(0)),
);
row(
  "`-=[]\\;',./",
  [...'~_+{}|:"<>?'],
  'Backquote Minus Equal BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash'.split(
    ' ',
  ),
  [192, 189, 187, 219, 221, 220, 186, 222, 188, 190, 191],
);
printed.set(' ', { code: 'Space', keyCode: 32, shift: false });

/**
 * @param {string} chord like 'a', 'Enter' or 'Control+Shift+z'
 * @returns {{key: string, code: string, keyCode: number, text: string, held: string[], presses: boolean}}
 *   text is what it types, '' for nothing; presses: it presses a button that has the keys
 */
export function chordOf(chord) {
  const parts = chord.length > 1 ? chord.split('+') : [chord];
  const key = parts.pop();
  const presses = chord === ' ' || chord === 'Enter';
  if (key in named) return { key, code: key, keyCode: named[key], text: '', held: parts, presses };
  const { code, keyCode, shift } = printed.get(key);
  const held = shift && !parts.includes('Shift') ? [...parts, 'Shift'] : parts;
  const said = held.includes('Shift') ? key.toUpperCase() : key;
  const text = held.includes('Control') || held.includes('Alt') ? '' : said;
  return { key: said, code, keyCode, text, held, presses };
}
