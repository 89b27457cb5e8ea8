// Holding Post while a draft is at stop, and the ways through.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';

const byMouse = (composer) => composer.clickPost();

async function byButtonKey(composer, key) {
  await composer.page.focus(composer.button);
  await composer.press(key);
}

/** The ways to post, by what the author does. */
const ways = {
  'a click on Post': byMouse,
  'Enter on the button': (composer) => byButtonKey(composer, 'Enter'),
  'Space on the button': (composer) => byButtonKey(composer, ' '),
  'Ctrl+Enter': (composer) => composer.press('Control', 'Enter'),
};

/** Declares a test in a fresh composer. */
const inComposer = (kind, stage) => (name, body) =>
  it(name, { timeout: 60_000 }, async () => {
    const composer = await Composer.open(await stage().driver(), kind);
    try {
      await body(composer);
      assert.deepEqual(await composer.violations(), [], "nothing broke the page's policy");
    } finally {
      await composer.close();
    }
  });

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function gate(kind, stage) {
  const test = inComposer(kind, stage);

  describe(`posting from ${kind}`, () => {
    for (const [way, post] of Object.entries(ways)) {
      test(`${way}: held at stop, posted once by "post anyway"; else at once`, async (composer) => {
        await write(composer, drafts.number);
        await held(composer, post, drafts.number);
        await composer.click('post-anyway');
        await composer.posted(drafts.number);

        await composer.focus();
        await write(composer, drafts.harmless);
        await post(composer);
        await composer.posted(drafts.number, drafts.harmless);
      });
    }

    test('"edit myself" and Escape give the caret back; Post is held again', async (composer) => {
      await write(composer, drafts.number);
      await held(composer, byMouse, drafts.number);
      await composer.click('edit-myself');
      await backInDraft(composer, drafts.number);

      // A composer in a dialog of the page's own would close with the gate.
      await composer.page.evaluate(() => {
        window.escapes = 0;
        const hear = ({ key }) => {
          if (key === 'Escape') window.escapes++;
        };
        for (const type of ['keydown', 'keyup']) window.addEventListener(type, hear, true);
      });
      await held(composer, byMouse, `${drafts.number}!`);
      await composer.press('Escape');
      await backInDraft(composer, `${drafts.number}!`);
      assert.equal(await composer.page.evaluate(() => window.escapes), 0, 'Escape is the gate’s');

      await held(composer, ways['Enter on the button'], `${drafts.number}!!`);
      await composer.press('Escape');
      await backInDraft(composer, `${drafts.number}!!`);
      assert.deepEqual(await composer.posts(), []);
    });

    test('the edit of the gate clears the way', async (composer) => {
      await write(composer, drafts.winding);
      await held(composer, byMouse, drafts.winding);
      await composer.click('edit-0');
      await composer.disappears('gate');
      const mended = await until(
        'the draft has changed',
        () => composer.model(),
        (text) => text !== drafts.winding,
      );
      assert.deepEqual(await composer.posts(), [], 'an edit does not post');
      await composer.clickPost();
      await composer.posted(mended);
    });

    test('a draft mended by hand goes straight through', async (composer) => {
      await write(composer, drafts.number);
      await composer.empty();
      await write(composer, drafts.harmless);
      await composer.clickPost();
      await composer.posted(drafts.harmless);
    });
  });
}

/**
 * Posts so early that the draft is not read yet. It has a moment to be, so nothing else may
 * run meanwhile.
 * @param {() => import('../harness/stage.mjs').Stage} stage
 */
export function earlyPosts(kind, stage) {
  const test = inComposer(kind, stage);

  describe(`posting early from ${kind}`, () => {
    test('a Post right after the last key is held too', async (composer) => {
      await composer.type(drafts.number);
      await held(composer, ways['Ctrl+Enter'], drafts.number);
    });

    test('a click beside the last key is held, and the caret comes back', async (composer) => {
      const { page, driver } = composer;
      await composer.type(drafts.number.slice(0, -1));
      const { x, y, width, height } = await (await page.$(composer.button)).boundingBox();
      const hand = await driver.hand(page);
      await Promise.all([
        hand.act(['key', drafts.number.slice(-1)]),
        hand.act(['clickAt', Math.round(x + width / 2), Math.round(y + height / 2)]),
      ]);
      await composer.appears('gate');
      await composer.press('Escape');
      await backInDraft(composer, drafts.number);
      assert.deepEqual(await composer.posts(), []);
    });
  });
}

/** Where Enter alone posts. */
export function commentGate(stage) {
  const test = inComposer('Lexical comment', stage);
  const enter = (composer) => composer.press('Enter');

  describe('commenting with Enter', () => {
    test('held at stop, posted once by "post anyway"; else at once', async (composer) => {
      await write(composer, drafts.number);
      await held(composer, enter, drafts.number);
      await composer.click('post-anyway');
      await composer.posted(drafts.number);

      await composer.focus();
      await write(composer, drafts.harmless);
      await enter(composer);
      await composer.posted(drafts.number, drafts.harmless);
    });

    test('Shift+Enter is a new line, whatever is in the draft', async (composer) => {
      await write(composer, drafts.number);
      await composer.press('Shift', 'Enter');
      await composer.type('next');
      await composer.holds(`${drafts.number}\nnext`);
      assert.equal(await composer.shown('gate'), null);
    });
  });
}

/** Types a draft and waits for what the reading of it shows. */
async function write(composer, draft) {
  await composer.type(draft);
  await composer.holds(draft);
  if (draft !== drafts.harmless) await composer.underlined();
}

/** Tries to post, and sees the gate open on an untouched draft. */
async function held(composer, post, draft) {
  await post(composer);
  await composer.appears('gate');
  assert.deepEqual(await composer.posts(), []);
  assert.equal(await composer.model(), draft);
}

/** Sees that the gate is gone and that what is typed goes on at the end of the draft. */
async function backInDraft(composer, draft) {
  await composer.disappears('gate');
  await until('the caret is in the draft', () => composer.isFocused());
  await composer.type('!');
  await composer.holds(`${draft}!`);
}
