// What an organisation has set, by the browser's managed storage.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, drafts } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { kept } from '../harness/settings.mjs';

const reasons = ['Written consent is on file', 'It is a published case'];

/** The policy, but for where rules come from. */
export const policy = {
  organisation: 'Northfield Health',
  policyUrl: 'https://northfield.example/social-media',
  reasons,
  welcome: false,
  settings: { noStories: true, sensitivity: 'loud' },
};

/** @param {() => import('../harness/stage.mjs').Stage} stage of a browser under that policy */
export function managed(stage) {
  describe('what an organisation sets', () => {
    it('its settings are shown as such, and locked', { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      const page = await driver.browser.newPage();
      try {
        await driver.openExtensionPage(page, 'options.html');
        const shown = await until('the organisation is named', () =>
          page.evaluate(() => {
            const text = (hook) => document.querySelector(`[data-bedside="${hook}"]`)?.textContent;
            const { checked, disabled } =
              document.querySelector('[data-bedside="no-stories"]') ?? {};
            const organisation = text('organisation');
            return organisation && { organisation, refused: text('refused'), checked, disabled };
          }),
        );
        assert.match(shown.organisation, /Managed by Northfield Health/);
        assert.match(shown.refused, /settings\.sensitivity/);
        assert.deepEqual([shown.checked, shown.disabled], [true, true]);
      } finally {
        await page.close();
      }
    });

    it('a held post asks for a reason, which is kept here', { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Draft.js');
      try {
        await composer.type(drafts.number);
        await composer.underlined();
        await composer.clickPost();
        await composer.click('post-anyway');
        await composer.click('reason-0');
        await composer.click('post-reasoned');
        await until(
          'it is posted',
          () => composer.posts(),
          (posts) => posts.length === 1,
        );
        const { reasons: log } = await until(
          'the reason is kept',
          () => kept(driver),
          (all) => all.reasons?.length === 1,
        );
        assert.equal(log[0].reason, reasons[0]);
        assert.equal(log[0].site, 'x');
        assert.ok(!JSON.stringify(await kept(driver)).includes(canary), 'no word of the post');
      } finally {
        await composer.close();
      }
    });
  });
}
