// What axe-core has to say about a page: WCAG 2.2 AA and its own best practice.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What it says of Bedside on a page of somebody else's, where axe cannot look: a closed
 * shadow root is copied into an open one, with its style sheets, for as long as it takes.
 * @param {import('./driver.mjs').Driver} driver
 * @param {import('puppeteer-core').Page} page
 * @param {{only?: string}} [options]
 */
export async function violationsInside(driver, page, options) {
  await driver.inShadow(page, (root) => {
    const copy = document.createElement('div');
    copy.id = 'axe-copy';
    const open = copy.attachShadow({ mode: 'open' });
    open.adoptedStyleSheets = [...root.adoptedStyleSheets];
    open.append(...[...root.childNodes].map((node) => node.cloneNode(true)));
    document.documentElement.append(copy);
  });
  try {
    return await violations(page, { ...options, within: '#axe-copy' });
  } finally {
    await page.evaluate(() => document.querySelector('#axe-copy').remove());
  }
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {{only?: string, within?: string}} [options] only: the one rule to ask about;
 *   within: a CSS selector of what is looked at, by default the page
 * @returns {Promise<string[]>} the violations, each with where and why
 */
export async function violations(page, { only, within } = {}) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async (runOnly, selector) => {
      const context = selector ? document.querySelector(selector) : document;
      const { violations: found } = await globalThis.axe.run(context, {
        runOnly,
        resultTypes: ['violations'],
      });
      return found.flatMap(({ id, nodes }) =>
        nodes.map((n) => `${id}: ${n.target.flat().join(' ')}: ${n.failureSummary}`),
      );
    },
    only ? { type: 'rule', values: [only] } : { type: 'tag', values: tags },
    within,
  );
}
