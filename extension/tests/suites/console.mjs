// The console of bedside serve, in both languages, light and dark: what is published
// is there, rules can be found, a changed rule runs, and axe finds nothing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import puppeteer from 'puppeteer-core';
import { find } from '../harness/executable.mjs';
import { program } from '../harness/stage.mjs';
import { openUpdates } from '../harness/updates.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How it is looked at, and the first heading then. */
const looks = [
  { lang: 'en', scheme: 'light', title: 'Releases' },
  { lang: 'fr', scheme: 'dark', title: 'Versions publiées' },
];

export function webConsole() {
  describe('the console', () => {
    let updates;
    let browser;
    before(async () => {
      updates = await openUpdates(program);
      browser = await puppeteer.launch({
        executablePath: find('CHROMIUM', ['chromium', 'chromium-browser'], 'chromium'),
        args: ['--no-sandbox'],
      });
    });
    after(async () => {
      await browser?.close();
      await updates?.close();
    });

    /** Opens the console; all that it asks for is in asked. */
    const open = async ({ lang, scheme }, { asked = [], of = updates } = {}) => {
      const page = await browser.newPage();
      page.on('request', (r) => asked.push({ url: r.url(), body: r.postData() ?? '' }));
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(`http://localhost:${of.port}/console?lang=${lang}`);
      await page.waitForSelector('.rules li');
      return page;
    };
    /** Finds a rule and puts it on the workbench. */
    const take = async (page, rule) => {
      await page.type('input[type=search]', rule);
      await page.waitForFunction(() => document.querySelectorAll('.rules > li').length === 1);
      await page.$eval('.rules details', (e) => {
        e.open = true;
      });
      await page.click('.rules details .button');
      await page.waitForSelector('.workbench textarea');
    };
    const run = async (page) => {
      await page.click('.workbench .main');
      await page.waitForSelector('.workbench .main:not([disabled])');
    };
    const textOf = (page, selector) => page.$eval(selector, (e) => e.textContent);

    for (const look of looks) {
      it(`in ${look.lang}, ${look.scheme}`, { timeout: 60_000 }, async () => {
        const page = await open(look);
        await page.waitForSelector('.history li');
        assert.equal(await textOf(page, '#releases'), look.title);
        assert.match(await textOf(page, 'section[aria-labelledby=releases]'), /base\.pack/);
        assert.match(await textOf(page, 'section[aria-labelledby=expiry]'), /timestamp/);
        await page.$eval('.rules details', (e) => {
          e.open = true;
        });
        await page.click('.rules details .button');
        await page.waitForSelector('.workbench textarea');
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
          [],
        );
        await page.close();
      });
    }

    it('a changed rule runs on posts that stay in the page', { timeout: 60_000 }, async () => {
      const asked = [];
      const page = await open(looks[0], { asked });
      await take(page, 'boundary.friending');
      const canary = 'A patient of mine is now a friend of quixotry';
      const [yaml, posts] = await page.$$('.workbench textarea');
      await page.waitForFunction(() => document.querySelectorAll('.workbench textarea')[1].value);
      await posts.type(`${canary}\n`);
      await run(page);
      await page.waitForSelector('.workbench table');
      assert.match(await textOf(page, '[data-bedside=base]'), /on the published base rules/);
      const table = await textOf(page, '.workbench table');
      assert.match(table, /as expected/);
      assert.doesNotMatch(table, /not as expected/);
      assert.ok(table.includes('quixotry'));

      await yaml.type('  - nonsense: [');
      await run(page);
      assert.match(await textOf(page, '.problem'), /rules\.yaml/);

      const origin = `http://localhost:${updates.port}/`;
      for (const { url, body } of asked) {
        assert.ok(url.startsWith(origin) || url.startsWith('blob:'), url);
        assert.ok(!body.includes('quixotry') && !url.includes('quixotry'), url);
      }
      await page.close();
    });

    it('where no base rules are published, those built in do', { timeout: 60_000 }, async () => {
      const empty = await openUpdates(program, { empty: true });
      try {
        const page = await open(looks[0], { of: empty });
        await take(page, 'boundary.friending');
        await run(page);
        assert.match(await textOf(page, '.workbench table'), /as expected/);
        assert.match(await textOf(page, '[data-bedside=base]'), /built into this server/);
        await page.close();
      } finally {
        await empty.close();
      }
    });
  });
}
