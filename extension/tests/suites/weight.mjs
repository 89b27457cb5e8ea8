// What Bedside weighs on a page: no long tasks, nothing at all while nobody writes, no
// memory that grows. Chromium is asked by its trace, Firefox by its profiler and debugger.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, chartNumber, drafts } from '../harness/drafts.mjs';
import { hostElement, until } from '../harness/driver.mjs';
import { pause } from '../harness/hand.mjs';
import { withoutBedside } from '../harness/replicas.mjs';
import { soaking } from '../harness/soak.mjs';

const longTask = 50; // ms, as browsers define it
const idle = soaking ? 60_000 : 5_000; // ms
const rounds = soaking ? 1_000 : 150;
/**
 * Growth in bytes for each composer opened and closed that still counts as flat, beyond
 * that of the same page without Bedside: far less than any draft with its report.
 */
const flat = 250;

const story = `62M w/ STEMI, crashed the town's only school bus in Sudbury. MRN ${chartNumber} ${canary}. `;

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function weight(stage) {
  const test = (name, body, timeout = 60_000) =>
    it(name, { timeout: soaking ? 600_000 : timeout }, async (t) => {
      const driver = await stage().driver();
      const composer = await Composer.open(driver, 'Draft.js');
      try {
        await body(composer, driver, t);
      } finally {
        await composer.close();
      }
    });

  describe('the weight of Bedside', () => {
    test(`no task of ours on the page is longer than ${longTask} ms`, async (composer, driver, t) => {
      const hand = await driver.hand(composer.page);
      const tasks = await driver.tasks(async () => {
        await composer.type(drafts.story);
        await composer.underlined();
        await composer.hover();
        await composer.appears('card');
        await composer.press('Escape');
        await composer.disappears('card');
        await composer.clickPost();
        await composer.appears('gate');
        await composer.press('Escape');
        await composer.disappears('gate');
        await composer.empty();
        await hand.act(['paste', story.repeat(120)]); // over 10,000 characters
        await composer.underlined();
        await composer.press('Control', 'End');
        await composer.type('and so on');
        await composer.underlined();
      });
      t.diagnostic(
        `tasks ${driver.name}: ${tasks.length} of ours, longest ${tasks[0]?.toFixed(1)} ms, all ${tasks.reduce((a, b) => a + b, 0).toFixed(0)} ms`,
      );
      assert.ok(tasks.length > 10, 'tasks of ours are seen');
      assert.ok(tasks[0] < longTask, `one took ${tasks[0]?.toFixed(1)} ms`);
    });

    test(`an idle tab is left alone for ${idle / 1000} s`, async (composer, driver, t) => {
      const calls = await driver.calls(composer.page, async () => {
        await composer.type(drafts.number);
        await composer.underlined();
      });
      assert.ok(calls > 0, 'work is seen while the author writes');
      await driver.sleep();
      await until('the background is asleep', () => driver.asleep());
      await pause(500); // the page hears that the line is down
      const idly = await driver.calls(composer.page, () => pause(idle));
      t.diagnostic(
        `idle ${driver.name}: ${calls} calls while writing, ${idly} in ${idle / 1000} s`,
      );
      assert.equal(idly, 0, 'no function of ours was called');
      assert.ok(await driver.asleep(), 'the background slept on');
      const began = performance.now();
      await composer.type('.');
      await composer.underlined();
      t.diagnostic(
        `wake ${driver.name}: ${(performance.now() - began).toFixed(0)} ms to an underline`,
      );
    });

    test('a page is left alone where no composer is in use', async (composer, driver) => {
      const { page } = composer;
      await composer.type(drafts.number);
      await composer.underlined();
      await page.evaluate(() => document.activeElement.blur());
      await driver.sleep();
      await until('the background is asleep', () => driver.asleep());
      await pause(500); // the page hears that the line is down
      const stir = (where) => driver.calls(where, () => where.evaluate(stirring, composer.field));
      assert.equal(await stir(page), 0, 'beside a composer without the focus');
      const bare = await driver.browser.newPage();
      await bare.goto(new URL('/nothing-to-write', page.url()).href, { waitUntil: 'load' });
      await pause(500); // the window gets the focus, of which every listener hears
      assert.equal(await stir(bare), 0, 'on a page without one');
      assert.equal(await bare.$(hostElement), null, 'nothing is added to it');
      await bare.close();
      assert.ok(await driver.asleep(), 'the background slept on');
    });

    test(
      `${rounds} composers opened and closed leave nothing behind`,
      async (composer, driver, t) => {
        const withIt = await grow(composer.page, driver);
        assert.ok(withIt.underlined > 20, 'Bedside was at work in them');
        const page = await driver.browser.newPage();
        await page.goto(withoutBedside(composer.page.url()), { waitUntil: 'load' });
        const without = await grow(page, driver);
        await page.close();
        assert.equal(without.underlined, 0, 'on the other page it was not');
        const growth = withIt.growth - without.growth;
        t.diagnostic(
          `heap ${driver.name}: ${rounds} composers more, ${withIt.growth.toFixed(0)} bytes each with Bedside, ${without.growth.toFixed(0)} without`,
        );
        assert.ok(growth < flat, `${growth.toFixed(0)} bytes for each`);
      },
      120_000,
    );
  });
}

/** How many bytes each composer leaves behind on a page, on average, when many come and go. */
async function grow(page, driver) {
  await page.evaluate(prepareRounds);
  const round = (count) => page.evaluate((n) => window.rounds(n), count);
  const underlined = await round(100);
  const before = await driver.heap(page);
  await round(rounds);
  const after = await driver.heap(page);
  return { underlined, growth: (after - before) / rounds };
}

/** Runs in the page: changes it, and what its composer holds, for some frames. */
async function stirring(field) {
  const text = document.createTextNode('');
  (document.querySelector(field) ?? document.body).append(text);
  for (let n = 0; n < 10; n++) {
    text.data += 'MRN 00482913 ';
    document.body.append(document.createElement('div'));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Runs in the page: opens and closes composers as a site does that draws them anew. */
function prepareRounds() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  window.rounds = async (count) => {
    let underlined = 0;
    for (let n = 0; n < count; n++) {
      const composer = document.createElement('div');
      composer.contentEditable = 'true';
      composer.dataset.testid = 'tweetTextarea_0';
      composer.textContent = 'MRN 00482913';
      document.body.append(composer);
      composer.focus();
      for (let look = 0; look < 4; look++) {
        await frame();
        if (CSS.highlights.get('bedside-stop')?.size) {
          underlined++;
          break;
        }
      }
      composer.remove();
      document.body.focus();
    }
    return underlined;
  };
}
