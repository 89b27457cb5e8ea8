// Pictures of every state, for people to look at: artifacts/ at the top of this folder
// is not kept in git.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Composer } from '../harness/composer.mjs';
import { chartNumber, drafts } from '../harness/drafts.mjs';

const folder = fileURLToPath(new URL('../../artifacts/', import.meta.url));

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function pictures(stage) {
  describe('pictures', () => {
    for (const scheme of ['light', 'dark']) {
      for (const kind of ['Draft.js', 'Lexical', 'textarea']) {
        it(`of ${kind}, ${scheme}`, { timeout: 60_000 }, async () => {
          const driver = await stage().driver();
          const composer = await Composer.open(driver, kind);
          const take = (state) => shoot(driver, composer.page, `${kind}-${state}-${scheme}`);
          try {
            await driver.prefer(composer.page, scheme);
            await composer.type(drafts.story);
            await composer.underlined();
            await take('underlines');
            for (const [state, text] of [
              ['card-number', chartNumber],
              ['card-story', '62M'],
            ]) {
              const marks = await composer.marks();
              const index = marks.findIndex((mark) => mark.text.includes(text));
              if (index < 0) continue;
              await composer.hover(index);
              await composer.appears('card');
              await take(state);
              assert.equal(await look(composer, 'card'), scheme);
              await composer.page.mouse.move(5, 5);
              await composer.press('Escape');
              await composer.disappears('card');
            }
            await composer.clickPost();
            await composer.appears('gate');
            await take('gate');
            assert.equal(await look(composer, 'gate'), scheme);
          } finally {
            await composer.close();
          }
        });
      }
    }
  });
}

/** Takes a picture when nothing moves any more. */
export async function shoot(driver, page, name) {
  await page.evaluate(async () => {
    const seen = document.getAnimations().filter(({ effect }) => effect.target.checkVisibility());
    await Promise.allSettled(seen.map((animation) => animation.finished));
  });
  await driver.inShadow(page, async (root) => {
    // What is folded away never finishes; what a newer report takes away is broken off.
    const seen = root.getAnimations().filter(({ effect }) => effect.target.checkVisibility());
    await Promise.allSettled(seen.map((animation) => animation.finished));
  });
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${driver.name}-${name}.png`) });
}

/** Whether a part of Bedside's interface is 'light' or 'dark', by its background. */
function look(composer, name) {
  return composer.driver.inShadow(
    composer.page,
    (root, selector) => {
      const { backgroundColor } = getComputedStyle(root.querySelector(selector));
      const [red, green, blue] = backgroundColor.match(/[\d.]+/g).map(Number);
      return red + green + blue > 3 * 127 ? 'light' : 'dark';
    },
    `[data-bedside="${name}"]`,
  );
}
