// Does the steps of steps.mjs in Firefox. WebDriver BiDi knows no input methods and is
// slow, so a script with the powers of the browser sits in the page's process and feeds
// Firefox's own text input processor: its events are trusted and go the way of the
// keyboard's.

import { loadInside } from './frame-firefox.mjs';
import { awayFrom, delayOf } from './hand.mjs';
import { chordOf, modifiers } from './keys.mjs';

const message = 'bedside-tests:hand';

/**
 * Runs in the page's process with the browser's powers.
 * @param {string} name of the messages
 */
function inside(name) {
  /* global addMessageListener, sendAsyncMessage, content, Cc, Ci, Cu */
  const input = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
  const clipboard = Cc['@mozilla.org/widget/clipboardhelper;1'].getService(Ci.nsIClipboardHelper);
  const event = (init) => new content.KeyboardEvent('', init);
  const wait = (ms) => new Promise((resolve) => content.setTimeout(resolve, ms));

  const frame = () => Cu.unwaiveXrays(content.wrappedJSObject.steady.frame());

  /** Firefox scrolls to the caret some frames later. */
  async function scrolled() {
    await wait(30);
    await frame();
  }

  function press({ key, code, keyCode, held }) {
    const keys = held.map(([name, keyCode]) => ({ key: name, code: `${name}Left`, keyCode }));
    for (const k of keys) input.keydown(event(k));
    input.keydown(event({ key, code, keyCode }));
    input.keyup(event({ key, code, keyCode }));
    for (const k of keys.reverse()) input.keyup(event(k));
  }

  function click([x, y], times, held) {
    const options = { ctrlKey: held.includes('Control'), shiftKey: held.includes('Shift') };
    content.synthesizeMouseEvent('mousemove', x, y, options, {});
    for (let clickCount = 1; clickCount <= times; clickCount++) {
      const pressed = { button: 0, clickCount, ...options };
      content.synthesizeMouseEvent('mousedown', x, y, pressed, {});
      content.synthesizeMouseEvent('mouseup', x, y, pressed, {});
    }
  }

  const acts = {
    key(given) {
      if (given.presses && content.wrappedJSObject.steady.onButton()) return undefined;
      press(given);
      // Past the last field of a page the focus goes to the browser's own process.
      return given.key === 'Tab' ? scrolled() : undefined;
    },
    insert: (text) => void input.commitCompositionWith(text),
    compose(text) {
      input.setPendingCompositionString(text);
      if (text) input.appendClauseToPendingComposition(text.length, input.ATTR_RAW_CLAUSE);
      if (text) input.setCaretInPendingComposition(text.length);
      input.flushPendingComposition();
    },
    commit: (text) => void input.commitCompositionWith(text),
    cancel: () => input.hasComposition && void input.cancelComposition(),
    async paste(text, keys) {
      clipboard.copyString(text);
      press(keys);
    },
    async click(away, times, across, down, ...held) {
      await scrolled();
      content.wrappedJSObject.steady.toTop();
      click(content.wrappedJSObject.steady.point(across, down) ?? away, times, held);
    },
    clickAt: (x, y) => click([x, y], 1, []),
    move: (x, y) => void content.synthesizeMouseEvent('mousemove', x, y, {}, {}),
    rest: scrolled,
    live: (ms) => Cu.unwaiveXrays(content.wrappedJSObject.steady.live(ms)),
    refocus: () => Cu.unwaiveXrays(content.wrappedJSObject.steady.refocus()),
    atom: () => void content.wrappedJSObject.steady.atom(),
    async all(...steps) {
      for (const [act, ...given] of steps) {
        await acts[act](...given);
        if (act === 'key') await scrolled(); // before the next takes the keys away
        await Cu.unwaiveXrays(content.wrappedJSObject.steady.news());
      }
    },
  };

  addMessageListener(name, async ({ data: { id, steps } }) => {
    const answer = { id, hashes: [] };
    try {
      if (!input.beginInputTransactionForTests(content)) throw new Error('No input here.');
      for (const { step, settle, scrolls } of steps) {
        if (step) await acts[step[0]](...step.slice(1));
        if (settle === null) continue;
        const { steady } = content.wrappedJSObject;
        // Where a long field is scrolled to hangs on the caret in each frame of a busy machine.
        const long = steady.isLong();
        if (long) await frame();
        answer.hashes.push(await Cu.unwaiveXrays(steady.step(settle, scrolls && !long)));
      }
    } catch (error) {
      answer.error = String(error);
    }
    sendAsyncMessage(name, answer);
  });
}

/** Firefox scrolls to the caret some frames later, so only a rest shows where to. */
const rests = ([name]) => name === 'rest' || name === 'all';

/** A step as the script in the page wants it. */
function plain([name, ...given]) {
  if (name === 'key') {
    const { held, ...chord } = chordOf(given[0]);
    return ['key', { ...chord, held: held.map((h) => [h, modifiers[h]]) }];
  }
  if (name === 'paste') return ['paste', given[0], plain(['key', 'Control+v'])[1]];
  if (name === 'click') return ['click', awayFrom, ...given];
  if (name === 'away') return ['clickAt', ...awayFrom];
  if (name === 'all') return ['all', ...given.map(plain), ['rest']];
  return [name, ...given];
}

/**
 * @param {(expression: string) => Promise<string>} asBrowser runs a script with the
 *   browser's powers; the page must be the tab in front
 * @returns {Promise<import('./hand.mjs').Hand>}
 */
export async function takeHand(page, asBrowser) {
  await page.bringToFront();
  const ask = await loadInside(asBrowser, inside, message);
  const send = async (steps) => (await ask({ steps })).hashes;
  return {
    act: async (step) => void (await send([{ step: plain(step), settle: null }])),
    settle: async (step) =>
      (await send([{ step: ['rest'], settle: delayOf(step), scrolls: true }]))[0],
    run: (steps) =>
      send(
        steps.map((step) => ({ step: plain(step), settle: delayOf(step), scrolls: rests(step) })),
      ),
  };
}
