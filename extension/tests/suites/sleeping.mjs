// The background sleeps when nobody asks; a draft open meanwhile must not notice.

import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts, reportOn } from '../harness/drafts.mjs';

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function sleeping(stage) {
  /** Goes on with a draft that was read, and whose background sleeps. */
  const test = (name, goOn) =>
    it(name, { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Lexical');
      try {
        await composer.type(drafts.number);
        await composer.underlines(...reportOn(drafts.number).marks);
        await driver.sleep();
        await goOn(composer);
      } finally {
        await composer.close();
      }
    });

  describe('a sleeping background', () => {
    test('wakes when a draft changes', async (composer) => {
      const more = ` ${drafts.story}`;
      await composer.type(more);
      await composer.underlines(...reportOn(drafts.number + more).marks);
    });

    test('holds what was changed a moment before Post and has to be read again', async (composer) => {
      await composer.type(' ok');
      await composer.clickPost();
      await composer.appears('gate');
      await composer.holds(`${drafts.number} ok`);
    });

    test('brings a card that is asked for at once, when it is awake', async (composer) => {
      await composer.type(' ok');
      await composer.press('Alt', 'ArrowDown');
      await composer.appears('card');
    });

    test('wakes when something is posted', async (composer) => {
      await composer.clickPost();
      await composer.appears('gate');
      await composer.click('post-anyway');
      await composer.holds('');
    });
  });
}
