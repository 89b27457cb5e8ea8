// What left the browser while all the others ran, and what is kept: rules come in,
// no word of a draft goes out or stays.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canary, chartNumber } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { updateOrigin } from '../harness/stage.mjs';

/** Everything the rule server is asked for. */
const ruleFile =
  /^\/tuf\/(timestamp\.json|\d+\.(root|snapshot|targets)\.json|targets\/[0-9a-f]{64}\.[\w.-]+)$/;

/** The headers of a request that says nothing about who asks, or about what. */
const plainHeaders =
  /^(host|user-agent|accept|accept-language|accept-encoding|connection|proxy-connection|cache-control|pragma|priority|te|origin|if-none-match|if-modified-since|sec-.*)$/;

/** The browsers' own services, which they call without being asked; all are refused. */
const ownServices =
  /^https?:\/\/([\w-]+\.)*(google\.com|googleapis\.com|gvt1\.com|mozilla\.(com|org|net))(:\d+)?(\/|$)/;

const words = [canary, chartNumber];

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function traffic(stage) {
  const sentTo = (to) => stage().seen.filter((request) => request.to === to);

  describe('what leaves the browser', () => {
    it('rules came in as a signed update', { timeout: 60_000 }, async () => {
      await until(
        'a rule pack was fetched',
        async () => sentTo('update').map(({ url }) => url),
        (urls) => urls.some((url) => url.endsWith('.base.pack')),
        { within: 15_000 },
      );
      const kept = await until(
        'the pack of the update is kept',
        async () => contents(await stage().driver()),
        (text) => text.includes('"state"'),
        { within: 5_000 },
      );
      assert.ok(kept.length > 0);
    });

    it('of the rule server only metadata and packs are asked', () => {
      assert.ok(sentTo('update').length > 0, 'the rule server was asked at all');
      for (const { method, url, headers, body } of sentTo('update')) {
        const { pathname, search, origin } = new URL(url);
        assert.equal(method, 'GET', url);
        assert.equal(origin, updateOrigin);
        assert.match(pathname, ruleFile);
        assert.equal(search, '', url);
        assert.equal(body, '', url);
        for (const header of Object.keys(headers)) assert.match(header, plainHeaders, url);
      }
    });

    it('sites are asked for their own pages only', () => {
      for (const { method, url, body } of sentTo('site')) {
        assert.equal(method, 'GET', url);
        assert.equal(new URL(url).search, '', url);
        assert.equal(body, '', url);
      }
    });

    it("nothing else is asked, but for the browser's own services, and they are refused", () => {
      for (const { url } of sentTo('refused')) assert.match(url, ownServices);
    });

    it('no word of a draft is in any request', () => {
      assert.ok(sentTo('site').length > 0);
      for (const request of stage().seen) {
        const whole = JSON.stringify(request);
        for (const word of words) assert.ok(!whole.includes(word), `${word} in ${request.url}`);
      }
    });

    it('no word of a draft is kept by the extension', { timeout: 60_000 }, async () => {
      const kept = await contents(await stage().driver());
      assert.ok(kept.length > 0, 'something is kept at all');
      for (const word of words) assert.ok(!kept.includes(word), `${word} is kept`);
    });
  });
}

/** All that the extension keeps anywhere, as one text. */
async function contents(driver) {
  const page = await driver.browser.newPage();
  try {
    await driver.openExtensionPage(page, 'popup.html');
    return await page.evaluate(async () => {
      const api = globalThis.browser ?? globalThis.chrome;
      const kept = {};
      for (const area of ['local', 'session', 'sync']) {
        kept[area] = await api.storage[area]?.get(null);
      }
      kept.page = { ...localStorage };
      kept.caches = await caches.keys();
      kept.databases = await indexedDB.databases();
      return JSON.stringify(kept);
    });
  } finally {
    await page.close();
  }
}
