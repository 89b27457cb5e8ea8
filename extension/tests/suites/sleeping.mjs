// The background sleeps when nobody asks; a draft open meanwhile must not notice.

import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts, reportOn } from '../harness/drafts.mjs';

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function sleeping(stage) {
  describe('a sleeping background', () => {
    it('wakes when a draft changes', { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Lexical');
      try {
        await composer.type(drafts.number);
        await composer.underlined();
        await driver.sleep();
        const more = ` ${drafts.story}`;
        await composer.type(more);
        await composer.underlines(...reportOn(drafts.number + more).marks);
      } finally {
        await composer.close();
      }
    });

    it('holds what was changed a moment before Post and has to be read again', {
      timeout: 60_000,
    }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Lexical');
      try {
        await composer.type(drafts.number);
        await composer.underlines(...reportOn(drafts.number).marks);
        await driver.sleep();
        await composer.type(' ok');
        await composer.clickPost();
        await composer.appears('gate');
        await composer.holds(`${drafts.number} ok`);
      } finally {
        await composer.close();
      }
    });

    it('brings a card that is asked for at once, when it is awake', {
      timeout: 60_000,
    }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Lexical');
      try {
        await composer.type(drafts.number);
        await composer.underlines(...reportOn(drafts.number).marks);
        await driver.sleep();
        await composer.type(' ok');
        await composer.press('Alt', 'ArrowDown');
        await composer.appears('card');
      } finally {
        await composer.close();
      }
    });

    it('wakes when something is posted', { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Lexical');
      try {
        await composer.type(drafts.number);
        await composer.underlines(...reportOn(drafts.number).marks);
        await driver.sleep();
        await composer.clickPost();
        await composer.appears('gate');
        await composer.click('post-anyway');
        await composer.holds('');
      } finally {
        await composer.close();
      }
    });
  });
}
