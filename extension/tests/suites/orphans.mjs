// The extension updated, disabled or removed under an open page: nothing of it stays, and
// nothing is held any more.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { hostElement, until } from '../harness/driver.mjs';
import { openStage } from '../harness/stage.mjs';

/** @param {{launch: Function}} browser */
export function orphans(browser) {
  const test = (fate, body) =>
    it(`${fate}: Post goes out, once`, { timeout: 60_000 }, async () => {
      const stage = await openStage(browser, { offline: true });
      try {
        const driver = await stage.driver();
        const rich = await Composer.open(driver, 'Lexical');
        await rich.type(drafts.number);
        await rich.underlined();
        const held = await Composer.open(driver, 'textarea');
        await held.type(drafts.number);
        await held.underlined();
        await held.clickPost();
        await held.appears('gate');
        await driver[fate]();
        for (const composer of [held, rich]) {
          await composer.page.bringToFront();
          await body(composer, driver);
          await until(
            'it is posted',
            () => composer.posts(),
            (posts) => posts.length > 0,
          );
          assert.deepEqual(await composer.posts(), [drafts.number]);
        }
      } finally {
        await stage.close();
      }
    });

  test('reload', async (composer, driver) => {
    // Firefox starts the new version on pages that are open, which does its own part.
    if (driver.name !== 'firefox') await gone(composer);
    else await readAnew(composer);
    await composer.clickPost();
    if (driver.name === 'firefox') await composer.click('post-anyway');
    else assert.equal(await composer.shown('gate'), null);
  });

  test('remove', async (composer, driver) => {
    // Firefox ends the script without a word, so a dialog that is open stays until answered.
    if (driver.name !== 'firefox') await gone(composer);
    else if (await composer.shown('gate')) await composer.click('edit-myself');
    await composer.disappears('gate');
    await composer.clickPost();
  });
}

/** Waits until the page shows nothing of the extension. */
async function gone(composer) {
  await until('the element of the extension is gone', () =>
    composer.page.evaluate((tag) => document.querySelector(tag) === null, hostElement),
  );
  await until(
    'no underline is left',
    () => composer.marks(),
    (marks) => marks.length === 0,
  );
}

/** Waits until the new version has read the draft: what it has not read in time goes out. */
async function readAnew(composer) {
  await composer.focus();
  await composer.underlined();
}
