// An extension that cannot work must not be in the way.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { damages, openStage } from '../harness/stage.mjs';

export function broken(browser) {
  for (const [name, damage] of Object.entries(damages)) {
    describe(`with ${name}`, () => {
      let stage;
      before(async () => {
        stage = await openStage(browser, { damage, offline: true });
      });
      after(() => stage?.close());

      it('the popup says that it does not work', { timeout: 60_000 }, async () => {
        const driver = await stage.driver();
        const popup = await driver.browser.newPage();
        try {
          await driver.openExtensionPage(popup, 'popup.html');
          await until('the popup says so', () =>
            popup.evaluate(() => document.querySelector('[data-bedside="broken"]')?.textContent),
          );
        } finally {
          await popup.close();
        }
      });

      for (const kind of ['Draft.js', 'Lexical', 'textarea']) {
        it(`a risky draft is posted from ${kind} without delay`, { timeout: 60_000 }, async () => {
          const composer = await Composer.open(await stage.driver(), kind);
          try {
            await composer.type(drafts.story);
            await composer.holds(drafts.story);
            await composer.staysPlain();
            await composer.clickPost();
            await until(
              'it is posted',
              () => composer.posts(),
              (posts) => posts.length === 1,
            );
            assert.equal(await composer.shown('gate'), null);
          } finally {
            await composer.close();
          }
        });
      }
    });
  }
}
