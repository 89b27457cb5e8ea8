// Every surface of the extension in both languages, light and dark: what axe-core says
// of it, whether it fits a narrow window, and a picture for people to look at.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { until } from '../harness/driver.mjs';
import { keep, leave, refresh } from '../harness/settings.mjs';
import { updateOrigin } from '../harness/stage.mjs';
import { shoot } from './pictures.mjs';

const hook = (name) => `[data-bedside="${name}"]`;

/** What is shown on a page of the extension, and what of it can be pressed. */
class Surface {
  /**
   * @param {import('../harness/driver.mjs').Driver} driver
   * @param {import('puppeteer-core').Page} page
   */
  constructor(driver, page, lang) {
    this.driver = driver;
    this.page = page;
    this.lang = lang;
  }

  async open(path) {
    await this.driver.openExtensionPage(this.page, path);
    await until(`${path} is drawn`, () =>
      this.page.evaluate(() => document.querySelector('main') !== null),
    );
    // The pages are ours, so their shadow roots may be looked into.
    await this.page.evaluate(() => {
      const { attachShadow } = Element.prototype;
      Element.prototype.attachShadow = function attach(init) {
        return attachShadow.call(this, { ...init, mode: 'open' });
      };
    });
  }

  /** The place of a part, in the page or in Bedside's shadow root; null when it is not shown. */
  boxOf(name) {
    return this.page.evaluate((selector) => {
      const root = document.querySelector('bedside-root')?.shadowRoot;
      const part = root?.querySelector(selector) ?? document.querySelector(selector);
      if (!part?.checkVisibility()) return null;
      part.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = part.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, hook(name));
  }

  appears(name) {
    return until(`${name} is shown`, () => this.boxOf(name));
  }

  async gone(name) {
    await until(
      `${name} is gone`,
      () => this.boxOf(name),
      (box) => box === null,
    );
  }

  /** Clicks a part once it rests where it is. */
  async click(name) {
    let last;
    const { x, y } = await until(
      `${name} rests`,
      () => this.boxOf(name),
      (box) => {
        const rests = box !== null && box.x === last?.x && box.y === last?.y;
        last = box;
        return rests;
      },
    );
    await this.page.mouse.click(x, y);
  }

  /** Where the keyboard is: the hook of what has the focus, or its id. */
  focus() {
    return this.page.evaluate(() => {
      const root = document.querySelector('bedside-root')?.shadowRoot;
      const at = root?.activeElement ?? document.activeElement;
      return at?.dataset.bedside ?? at?.id ?? '';
    });
  }

  /** Waits until the keyboard is there. */
  focused(name) {
    return until(
      `the focus is at ${name}`,
      () => this.focus(),
      (at) => at === name,
    );
  }

  /**
   * A part that Bedside shows over a page stands whole in the window, a narrow one too, and
   * nothing in it has to be scrolled sideways.
   */
  async fits(name) {
    const before = this.page.viewport();
    for (const viewport of [before, { width: 320, height: 480 }]) {
      await this.page.setViewport(viewport);
      await until(
        `${name} stands in a window of ${viewport.width} px`,
        () =>
          this.page.evaluate((selector) => {
            const root = document.querySelector('bedside-root').shadowRoot;
            const part = root.querySelector(selector);
            const { left, top, right, bottom } = part.getBoundingClientRect();
            const edge = Math.min(left, top, innerWidth - right, innerHeight - bottom);
            const wide = [part, ...part.querySelectorAll(':not(.bd-unseen)')].filter(
              (e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1,
            );
            return { edge, wide: wide.map((e) => e.className) };
          }, hook(name)),
        ({ edge, wide }) => edge >= 2 && wide.length === 0,
        { within: 2_000 },
      );
    }
    await this.page.setViewport(before);
  }

  /** axe finds nothing wrong, in light and in dark; both are pictured. */
  async passes(name) {
    await this.page.mouse.move(2, 2);
    for (const scheme of ['light', 'dark']) {
      await this.driver.prefer(this.page, scheme);
      await shoot(this.driver, this.page, `${name}-${this.lang}-${scheme}`);
      // Between light and dark only the colours differ.
      const only = scheme === 'dark' ? 'color-contrast' : undefined;
      assert.deepEqual(await violations(this.page, { only }), [], `${name}, ${scheme}`);
    }
  }

  /** At 320 CSS pixels, as at 400% of 1280, nothing has to be scrolled sideways. */
  async reflows(name, height = 640) {
    const before = this.page.viewport();
    await this.page.setViewport({ width: 320, height });
    const [wide, seen] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    await this.page.setViewport(before);
    assert.ok(wide <= seen, `${name} is ${wide} px wide in a window of ${seen}`);
  }
}

/** Opens a surface for a test, and closes it. */
async function visit(stage, lang, viewport, body) {
  const driver = await stage().driver();
  const page = await driver.browser.newPage();
  try {
    await page.setViewport(viewport);
    await body(new Surface(driver, page, lang), driver);
  } finally {
    await page.close();
  }
}

const options = { timeout: 90_000 };

/** What the popup says of a roll-out. */
const turn = {
  en: { waits: /your turn has not come/, come: /your turn has come/ },
  fr: { waits: /votre tour n’est pas encore venu/, come: /votre tour est venu/ },
};

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function surfaces(stage) {
  for (const lang of ['en', 'fr']) {
    describe(`surfaces, ${lang}`, () => {
      it('popup', options, async () => {
        await keep(await stage().driver(), { lang, delay: 5 });
        await visit(stage, lang, { width: 340, height: 1000 }, async (surface) => {
          await surface.open('popup.html');
          await surface.page.click('summary');
          await surface.passes('popup');
          await surface.reflows('popup', 1600); // browsers make room for its scrollbar
        });
      });

      it('popup, of rules that are rolled out and old', options, async () => {
        const ago = Date.now() - 20 * 86_400_000;
        const driver = await stage().driver();
        for (const waits of [false, true]) {
          const rollOut = { none: null, reason: null, percent: 25, waits, off: 2 };
          await visit(stage, lang, { width: 340, height: 1000 }, async (surface) => {
            const said = (part) => surface.page.$eval(hook(part), (e) => e.textContent);
            await until(
              'the popup says whose turn it is',
              async () => {
                await leave(driver, { rollOut, checked: ago, error: null });
                await surface.open('popup.html');
                return said('roll-out');
              },
              (text) => /\b25\s?%/.test(text) && turn[lang][waits ? 'waits' : 'come'].test(text),
            );
            assert.notEqual(await said('stale'), '');
            if (waits) await surface.passes('popup-old');
          });
        }
        await refresh(driver);
      });

      it('options', options, async () => {
        await visit(stage, lang, { width: 760, height: 2400 }, async (surface) => {
          await surface.open('options.html');
          await surface.page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true;
          });
          await surface.passes('options');
          await surface.reflows('options');
        });
      });

      it('welcome, and all that a post brings up', options, async () => {
        await visit(stage, lang, { width: 760, height: 1000 }, async (surface) => {
          const { page } = surface;
          await surface.open('welcome.html');
          await surface.passes('welcome');
          await surface.reflows('welcome');

          await surface.click('begin');
          await surface.click('next'); // a story, which has a scale
          await surface.appears('badge');
          await surface.passes('badge');

          // By mouse alone: Firefox takes no keys from tests in pages of extensions.
          await surface.click('badge');
          await surface.appears('summary');
          await surface.passes('summary');
          await surface.fits('summary');
          await surface.click('close');
          await surface.gone('summary');
          await surface.focused('draft');

          await surface.click('badge');
          await surface.click('pick-0');
          await surface.appears('card');
          await surface.focused('card');
          await surface.click('ignore');
          await surface.appears('ignore-here');
          await surface.passes('card');
          await surface.fits('card');
          await surface.click('close');
          await surface.gone('card');
          await surface.focused('draft');

          await page.click('#post');
          await surface.appears('gate');
          await surface.passes('gate');
          await surface.fits('gate');

          await surface.click('post-anyway');
          await surface.appears('countdown');
          await surface.focused('undo');
          await surface.passes('countdown');
          await surface.fits('countdown');
          await surface.click('undo');
          await surface.gone('countdown');
          assert.equal(await page.$eval(hook('after'), (e) => e.textContent), '', 'not posted');
        });
      });
    });
  }
  it('the settings are as they were', async () => keep(await stage().driver(), {}));
}

/** The page of the server on which anybody can try Bedside. */
export function playground(stage) {
  for (const lang of ['en', 'fr']) {
    it(`the playground, ${lang}`, options, async () => {
      await visit(stage, lang, { width: 1100, height: 900 }, async (surface) => {
        const { page } = surface;
        await page.goto(`${updateOrigin}/?lang=${lang}`, { waitUntil: 'load' });
        await page.waitForSelector('.sample');
        await page.click('.sample');
        await page.waitForSelector('.standing[data-verdict]');
        await surface.passes('playground');
      });
    });
  }
}
