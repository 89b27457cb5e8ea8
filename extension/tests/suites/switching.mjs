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
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Draft.js');
      try {
        await composer.type(drafts.story);
        await composer.underlined();

        await toggle(driver, composer, false);
        await until(
          'no underline is left',
          () => composer.marks(),
          (marks) => marks.length === 0,
        );
        await composer.focus();
        await composer.press('Control', 'End');
        await composer.type('.');
        await composer.staysPlain();

        await toggle(driver, composer, true);
        await composer.focus();
        await composer.type('.');
        await composer.underlined();

        await toggle(driver, composer, false);
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
        await toggle(driver, composer, true);
      } finally {
        await composer.close();
      }
    });
  });
}

/** Sets the switch of X in the popup, opened as a tab, and goes back to the composer. */
async function toggle(driver, composer, on) {
  const popup = await driver.browser.newPage();
  try {
    const site = '[data-bedside="switch-x"]';
    const state = () => popup.evaluate((s) => document.querySelector(s)?.ariaChecked, site);
    await driver.openExtensionPage(popup, 'popup.html');
    await until('the popup shows the site as it is', state, (checked) => checked === String(!on));
    await popup.click('[data-bedside="sites"] summary');
    await popup.click(site);
    await until('the switch is set', state, (checked) => checked === String(on));
  } finally {
    await popup.close();
  }
  await composer.page.bringToFront();
}
