// What axe-core has to say about a page: WCAG 2.2 AA and its own best practice.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * @param {import('puppeteer-core').Page} page
 * @param {{only?: string}} [options] only: the one rule to ask about
 * @returns {Promise<string[]>} the violations, each with where and why
 */
export async function violations(page, { only } = {}) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async (runOnly) => {
      const { violations: found } = await globalThis.axe.run(document, {
        runOnly,
        resultTypes: ['violations'],
      });
      return found.flatMap(({ id, nodes }) =>
        nodes.map((n) => `${id}: ${n.target.flat().join(' ')}: ${n.failureSummary}`),
      );
    },
    only ? { type: 'rule', values: [only] } : { type: 'tag', values: tags },
  );
}
