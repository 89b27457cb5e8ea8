// Random writing: what authors do to a composer, one input at a time, the same for the
// same seed; and how to make a failing sequence as short as it can be.

import { canary, chartNumber } from './drafts.mjs';

/**
 * @typedef {any[]} Step a name and its parameters:
 *   ['key', 'Control+z'] · ['insert', text] · ['compose', text] · ['commit', text] ·
 *   ['cancel'] · ['paste', text] · ['click', times, across, down, ...held keys] ·
 *   ['away'] · ['atom'] · ['rest'] · ['card', how] · ['gate']
 */

/** mulberry32, public domain. @returns {() => number} from 0 to below 1 */
export function chance(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = [
  ...['the', 'night', 'was', 'long', 'and', "it's", 'ok?', 'so', 'à', 'café', 'naïve', 'walk,'],
  ...['62M', 'w/', 'STEMI', 'in', 'Sudbury', 'yesterday', 'my', 'patient', 'her', 'son.'],
  ...['#medtwitter', '#sunday', '@drdoe', '@ward_7', canary, `MRN ${chartNumber}`, '555-0142'],
];
const emoji = ['\u{1F600}', '\u{1F469}\u{200D}\u{2695}\u{FE0F}', '\u{1F1E8}\u{1F1E6}', '❤️'];
const risky = [`MRN ${chartNumber} `, '62M w/ STEMI in Sudbury yesterday ', 'my patient Jane Roe '];
const pastes = [
  `62M with STEMI, MRN ${chartNumber} ${canary}`,
  'one line',
  'first\nsecond line\n\nfourth \u{1F600}',
  '  spaces\tand a tab  ',
  'https://example.org/a?b=c#d',
];
/** What an input method shows on the way, and what comes of it; an empty end is a cancel. */
const compositions = [
  [['n', 'に', 'にh', 'にほ', 'にほん', '日本'], '日本'],
  [['k', 'か', 'かn', 'かん', 'かんj', 'かんじゃ', '患者'], '患者'],
  [['`', 'à'], 'à'],
  [['´', 'é'], 'é'],
  [['pa', 'pat', 'pati', 'patient'], 'patient '],
  [['ni', 'nih', 'ni hao'], ''],
];
const moves = [
  ...['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'End'],
  ...['Control+ArrowLeft', 'Control+ArrowRight', 'Control+Home', 'Control+End', 'Control+End'],
];
const selections = [
  ...['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+Home', 'Shift+End'],
  ...['Control+Shift+ArrowLeft', 'Control+Shift+ArrowRight'],
];

/** How often each happens, in shares of the actions. */
const actions = [
  [30, (r) => said(`${pick(r, words)} `)],
  [4, (r) => said(pick(r, risky))],
  [6, (r) => repeat(r, 4, ['key', 'Backspace'])],
  [2, (r) => repeat(r, 3, ['key', 'Delete'])],
  [3, (r) => [['key', pick(r, ['Control+Backspace', 'Control+Delete'])]]],
  [3, () => [['key', 'Enter']]],
  [1, () => [['key', 'Shift+Enter']]],
  [10, (r) => repeat(r, 5, ['key', pick(r, moves)])],
  [6, (r) => repeat(r, 3, ['key', pick(r, selections)])],
  [4, (r) => [['click', pick(r, [1, 1, 2, 3]), r(), r()]]],
  [1, (r) => [['click', 1, r(), r(), 'Shift']]],
  [7, (r) => repeat(r, 4, ['key', 'Control+z'])],
  [4, (r) => repeat(r, 3, ['key', pick(r, ['Control+y', 'Control+Shift+z'])])],
  [3, (r) => [['paste', pick(r, pastes)]]],
  [
    1,
    () => [
      ['key', 'Control+c'],
      ['key', 'End'],
      ['key', 'Control+v'],
    ],
  ],
  [
    1,
    () => [
      ['key', 'Control+x'],
      ['key', 'Control+v'],
    ],
  ],
  [4, (r) => [['insert', pick(r, emoji)]]],
  [5, (r) => composed(pick(r, compositions))],
  [1, () => [['atom']]],
  [
    1,
    (r) => [['key', 'Control+a'], pick(r, [['key', 'Delete'], typed('a'), ['key', 'ArrowRight']])],
  ],
  [1, (r) => [['away'], ['click', 1, r(), r()]]],
  [
    1,
    () => [
      ['key', 'Tab'],
      ['key', 'Shift+Tab'],
    ],
  ],
  [3, () => [['rest']]],
  [2.5, (r) => [['rest'], ['card', pick(r, ['click', 'keys', 'hover'])]]],
  [0.7, () => [['rest'], ['gate']]],
  [0.7, (r) => [...said(risky[0]), ['rest'], ['card', pick(r, ['click', 'keys', 'hover'])]]],
  [0.7, () => [...said(risky[0]), ['rest'], ['gate']]],
];
const total = actions.reduce((sum, [share]) => sum + share, 0);

/** The action at a place between 0 and the total. */
function chosen(place) {
  let end = 0;
  const [, make] = actions.find(([share]) => {
    end += share;
    return place < end;
  });
  return make;
}

const pick = (random, list) => list[Math.floor(random() * list.length)];
const typed = (letter) => (/^[ -~]$/.test(letter) ? ['key', letter] : ['insert', letter]);
const said = (text) => [...text].map((letter) => typed(letter));
const repeat = (random, most, step) =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () => step);
const composed = ([shown, end]) => [
  ...shown.map((text) => ['compose', text]),
  end ? ['commit', end] : ['cancel'],
];

/**
 * @param {boolean} atoms whether the page can insert what typing cannot make, like a mention
 * @returns {Step[]} that many steps, or a few more
 */
export function writing(seed, count, atoms) {
  const random = chance(seed);
  // The clipboard is the browser's and holds what the last run left there.
  const steps = [['paste', 'Good evening'], ['rest']];
  let sinceEmpty = 0;
  while (steps.length < count) {
    const make = chosen(random() * total);
    const made = make(random).filter(([name]) => atoms || name !== 'atom');
    steps.push(...made);
    // Drafts stay as long as drafts are.
    sinceEmpty += made.length;
    if (sinceEmpty > 250) {
      steps.push(['key', 'Control+a'], ['key', 'Delete']);
      sinceEmpty = 0;
    }
  }
  return steps;
}

/**
 * Leaves out what a failure does not need: delta debugging (Zeller, Hildebrandt 2002).
 * @param {Step[]} steps that fail
 * @param {(steps: Step[]) => Promise<boolean>} fails
 * @param {number} within ms to spend
 */
export async function shortest(steps, fails, within) {
  const end = Date.now() + within;
  let kept = steps;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    // The first step fills the clipboard, which otherwise holds what the last run left there.
    for (let from = 1; from < kept.length && Date.now() < end; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length > 1 && (await fails(without))) kept = without;
      else from += size;
    }
  }
  return kept;
}
