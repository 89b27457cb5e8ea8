// Whether a page is still as Bedside knows it, as the popup asks.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';

/** What a site might do to its page, and what Bedside says of it. */
const changes = [
  { name: 'as it is', to: 'LinkedIn post', change() {}, fit: 'good' },
  {
    name: 'without its Post control',
    to: 'LinkedIn post',
    change: () => document.querySelector('.share-actions__primary-action').remove(),
    fit: 'no post control',
  },
  {
    name: 'with a field of another kind',
    to: 'LinkedIn post',
    change() {
      const field = document.createElement('div');
      field.contentEditable = 'true';
      document.querySelector('dialog').append(field);
      field.focus();
    },
    fit: 'unknown field',
  },
  { name: 'where Enter sends', to: 'Lexical comment', change() {}, fit: 'good' },
  { name: 'that the author added', to: 'shadow root on an added site', change() {}, fit: 'good' },
];

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function fit(stage) {
  describe('a page', () => {
    for (const { name, to, change, fit: expected } of changes) {
      it(`${name}: ${expected}`, { timeout: 60_000 }, async () => {
        const driver = await stage().driver();
        const composer = await Composer.open(driver, to);
        const popup = await driver.browser.newPage();
        try {
          await driver.openExtensionPage(popup, 'popup.html');
          await composer.page.bringToFront();
          await composer.focus();
          await composer.page.evaluate(change);
          const said = await popup.evaluate(async () => {
            const api = globalThis.browser ?? globalThis.chrome;
            const tabs = await api.tabs.query({ active: true });
            const answers = await Promise.all(
              tabs.map(({ id }) => api.tabs.sendMessage(id, { ask: 'fit' }).catch(() => null)),
            );
            return answers.filter(Boolean).map((answer) => answer.fit);
          });
          assert.deepEqual(said, [expected]);
        } finally {
          await popup.close();
          await composer.close();
        }
      });
    }
  });
}
