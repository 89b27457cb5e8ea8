// Holding Post while a draft is at stop, and the ways through.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { stays, until } from '../harness/driver.mjs';

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

/** Declares a test that begins with a draft in a composer. */
const over = (kind, stage) => (name, draft, body) =>
  it(name, { timeout: 30_000 }, async () => {
    const composer = await Composer.open(stage().driver, kind);
    try {
      await composer.type(draft);
      await composer.holds(draft);
      if (draft !== drafts.harmless) await composer.underlined();
      await body(composer);
      assert.deepEqual(await composer.violations(), [], "nothing broke the page's policy");
    } finally {
      await composer.close();
    }
  });

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function gate(kind, stage) {
  const test = over(kind, stage);

  describe(`posting from ${kind}`, () => {
    for (const [way, post] of Object.entries(ways)) {
      test(`${way} is held at stop; "post anyway" posts once`, drafts.number, async (composer) => {
        await post(composer);
        await composer.appears('gate');
        assert.deepEqual(await composer.posts(), []);
        assert.equal(await composer.model(), drafts.number);
        await composer.click('post-anyway');
        await posted(composer, drafts.number);
      });
    }

    test(
      '"edit myself" posts nothing and gives the caret back',
      drafts.number,
      async (composer) => {
        await composer.clickPost();
        await composer.appears('gate');
        await composer.click('edit-myself');
        await composer.disappears('gate');
        await until('the caret is in the draft', () => composer.isFocused());
        await composer.type('!');
        await composer.holds(`${drafts.number}!`);
        assert.deepEqual(await composer.posts(), []);
      },
    );

    test('Escape leaves the gate as "edit myself" does', drafts.number, async (composer) => {
      await composer.clickPost();
      await composer.appears('gate');
      await composer.press('Escape');
      await composer.disappears('gate');
      await until('the caret is in the draft', () => composer.isFocused());
      assert.deepEqual(await composer.posts(), []);
    });

    test('a gate left once holds again', drafts.number, async (composer) => {
      await composer.clickPost();
      await composer.click('edit-myself');
      await composer.disappears('gate');
      await composer.clickPost();
      await composer.appears('gate');
      assert.deepEqual(await composer.posts(), []);
    });

    test('the edit of the gate clears the way', drafts.winding, async (composer) => {
      await composer.clickPost();
      await composer.appears('gate');
      await composer.click('edit-0');
      await composer.disappears('gate');
      const mended = await until(
        'the draft has changed',
        () => composer.model(),
        (text) => text !== drafts.winding,
      );
      assert.deepEqual(await composer.posts(), [], 'an edit does not post');
      await composer.clickPost();
      await posted(composer, mended);
    });

    test('a draft mended by hand goes straight through', drafts.number, async (composer) => {
      await composer.empty();
      await composer.type(drafts.harmless);
      await composer.holds(drafts.harmless);
      await composer.clickPost();
      await posted(composer, drafts.harmless);
    });

    for (const [way, post] of Object.entries(ways)) {
      test(`${way} posts a harmless draft at once`, drafts.harmless, async (composer) => {
        await post(composer);
        await posted(composer, drafts.harmless);
      });
    }
  });
}

/** Where Enter alone posts. */
export function commentGate(stage) {
  const test = over('Lexical comment', stage);

  describe('commenting with Enter', () => {
    test('Enter is held at stop; "post anyway" posts once', drafts.number, async (composer) => {
      await composer.press('Enter');
      await composer.appears('gate');
      assert.deepEqual(await composer.posts(), []);
      assert.equal(await composer.model(), drafts.number);
      await composer.click('post-anyway');
      await posted(composer, drafts.number);
    });

    test('Shift+Enter is a new line, whatever is in the draft', drafts.number, async (composer) => {
      await composer.press('Shift', 'Enter');
      await composer.type('next');
      await composer.holds(`${drafts.number}\nnext`);
      assert.equal(await composer.shown('gate'), null);
    });

    test('Enter posts a harmless comment at once', drafts.harmless, async (composer) => {
      await composer.press('Enter');
      await posted(composer, drafts.harmless);
    });
  });
}

/** Waits for the post, and sees that there is but one and no gate. */
async function posted(composer, text) {
  await until(
    'something is posted',
    () => composer.posts(),
    (posts) => posts.length > 0,
  );
  await stays(
    'posted once, no gate',
    async () => ({ posts: await composer.posts(), gate: await composer.shown('gate') }),
    ({ posts, gate: shown }) => posts.length === 1 && posts[0] === text && shown === null,
  );
}
