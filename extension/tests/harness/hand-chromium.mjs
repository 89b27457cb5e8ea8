// Does the steps of steps.mjs in Chromium, through the browser's own input pipeline:
// keys, clicks and an input method as the DevTools protocol has them.

import { awayFrom, delayOf, pause } from './hand.mjs';
import { chordOf, modifiers } from './keys.mjs';

const bits = { Alt: 1, Control: 2, Shift: 8 };
const maskOf = (held) => held.reduce((mask, name) => mask | bits[name], 0);

/** @returns {Promise<import('./hand.mjs').Hand>} */
export async function takeHand(page) {
  const session = await page.createCDPSession();
  const { origin } = new URL(page.url());
  await page.browserContext().overridePermissions(origin, ['clipboard-sanitized-write']);
  const key = (type, held, more) =>
    session.send('Input.dispatchKeyEvent', { type, modifiers: maskOf(held), ...more });
  const hold = (type, names, held) =>
    names.map((name) =>
      key(type, held, { key: name, code: `${name}Left`, windowsVirtualKeyCode: modifiers[name] }),
    );

  function press(chord) {
    const { key: said, code, keyCode, text, held } = chordOf(chord);
    const what = { key: said, code, windowsVirtualKeyCode: keyCode };
    const types = said === 'Enter' ? '\r' : text;
    return Promise.all([
      ...hold('rawKeyDown', held, held),
      key(types ? 'keyDown' : 'rawKeyDown', held, { ...what, ...(types && { text: types }) }),
      key('keyUp', held, what),
      ...hold('keyUp', held, []),
    ]);
  }

  const mouse = (type, [x, y], held, more) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, modifiers: maskOf(held), ...more });

  // The news of a selection comes when the browser finds time. A hand is never so quick that
  // it presses again before; editors take that for something else.
  async function click(at, times, held) {
    await mouse('mouseMoved', at, held);
    for (let clickCount = 1; clickCount <= times; clickCount++) {
      for (const type of ['mousePressed', 'mouseReleased']) {
        await mouse(type, at, held, { button: 'left', clickCount });
        await evaluate('window.steady?.news()');
      }
    }
  }

  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };

  const compose = (text) =>
    Promise.all([
      key('rawKeyDown', [], { key: 'Process', windowsVirtualKeyCode: 229 }),
      session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      }),
    ]);

  const acts = {
    async key(chord) {
      const { presses } = chordOf(chord);
      if (!presses || !(await evaluate('steady.onButton()'))) await press(chord);
    },
    insert: (text) => session.send('Input.insertText', { text }),
    compose,
    commit: (text) => session.send('Input.insertText', { text }),
    cancel: () => compose(''),
    async paste(text) {
      // By Tab past an end of the page the keys leave it, and then nothing can be pasted.
      if (!(await evaluate('document.hasFocus()'))) return;
      await evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await press('Control+v');
    },
    async click(times, across, down, ...held) {
      await click((await evaluate(`steady.point(${across}, ${down})`)) ?? awayFrom, times, held);
    },
    clickAt: (x, y) => click([x, y], 1, []),
    move: (x, y) => mouse('mouseMoved', [x, y], []),
    away: () => click(awayFrom, 1, []),
    rest: () => pause(30),
    live: (ms) => evaluate(`steady.live(${ms})`),
    refocus: () => evaluate('steady.refocus()'),
    atom: () => evaluate('steady.atom()'),
    async all(...steps) {
      for (const step of steps) await act(step);
    },
  };
  const act = ([name, ...given]) => acts[name](...given);
  const settle = (step) => evaluate(`steady.step(${delayOf(step)}, true)`);

  return {
    act,
    settle,
    async run(steps) {
      const hashes = [];
      for (const step of steps) {
        await act(step);
        hashes.push(await settle(step));
      }
      return hashes;
    },
  };
}
