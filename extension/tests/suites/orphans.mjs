// The extension updated, disabled or removed under an open page: nothing of it stays, and
// nothing is held any more.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { hostElement, until } from '../harness/driver.mjs';
import { openStage } from '../harness/stage.mjs';

/** What can happen to an extension, by what the driver does. */
const fates = ['reload', 'remove'];

export function orphans(browser) {
  for (const fate of fates) {
    it(`after ${fate}: no underline, no gate, and Post goes out`, { timeout: 60_000 }, async () => {
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
          await gone(composer);
          await composer.clickPost();
          await until(
            'it is posted',
            () => composer.posts(),
            (posts) => posts.length === 1,
          );
          assert.deepEqual(await composer.posts(), [drafts.number]);
          assert.equal(await composer.shown('gate'), null);
        }
      } finally {
        await stage.close();
      }
    });
  }
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
