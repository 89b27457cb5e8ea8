// Bedside switched off and on for a site, in the popup.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function switching(stage) {
  describe('the switch of a site', () => {
    it('off: nothing underlined, nothing held; on again: both', { timeout: 60_000 }, async () => {
      const { driver } = stage();
      const composer = await Composer.open(driver, 'Draft.js');
      const popup = await driver.browser.newPage();
      try {
        await composer.type(drafts.story);
        await composer.underlined();

        await toggle(driver, popup, composer, false);
        await until(
          'no underline is left',
          () => composer.marks(),
          (marks) => marks.length === 0,
        );
        await composer.focus();
        await composer.press('Control', 'End');
        await composer.type('.');
        await composer.staysPlain();

        await toggle(driver, popup, composer, true);
        await composer.focus();
        await composer.type('.');
        await composer.underlined();

        await toggle(driver, popup, composer, false);
        await until(
          'no underline is left',
          () => composer.marks(),
          (marks) => marks.length === 0,
        );
        await composer.clickPost();
        await until(
          'it is posted',
          () => composer.posts(),
          (posts) => posts.length === 1,
        );
        assert.deepEqual(await composer.posts(), [`${drafts.story}..`]);
        await toggle(driver, popup, composer, true);
      } finally {
        await popup.close();
        await composer.close();
      }
    });
  });
}

/**
 * Sets the switch of the site in front. The popup is opened as a tab, then the site's
 * tab is brought to the front and the popup read anew, as if it hung from the toolbar.
 */
async function toggle(driver, popup, composer, on) {
  await composer.page.bringToFront();
  await driver.openExtensionPage(popup, 'popup.html');
  const site = '[data-bedside="site"]';
  const state = () => popup.evaluate((s) => document.querySelector(s)?.checked ?? null, site);
  assert.equal(await until('the popup shows the site', state, (s) => s !== null), !on);
  await popup.evaluate((s) => document.querySelector(s).click(), site);
  await until('the switch is set', state, (s) => s === on);
  await composer.page.bringToFront();
}
