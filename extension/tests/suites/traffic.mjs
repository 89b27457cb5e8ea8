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
      const [{ pathname }] = sentTo('update')
        .map(({ url }) => new URL(url))
        .filter(({ pathname: path }) => path.endsWith('.base.pack'));
      const [hash] = pathname.match(/[0-9a-f]{64}/);
      await until(
        'the state of the update is kept',
        async () => lookFor(await stage().driver(), [hash]),
        ({ found }) => found.includes(hash),
      );
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

    it('no word of a draft is said on a console', () => {
      for (const text of stage().said) {
        for (const word of words) assert.ok(!text.includes(word), text);
      }
    });

    it('no word of a draft is kept by the extension', { timeout: 60_000 }, async () => {
      const drivers = stage().drivers();
      assert.ok(drivers.length > 0);
      for (const driver of drivers) {
        const { length, found } = await lookFor(driver, words);
        assert.ok(length > 1000, `the rules are kept: ${length} characters`);
        assert.deepEqual(found, []);
      }
    });
  });
}

/**
 * Looks for words in all that the extension keeps anywhere.
 * @returns {Promise<{length: number, found: string[]}>} how much is kept, in characters,
 *   and which of the words are in it
 */
async function lookFor(driver, words) {
  const page = await driver.browser.newPage();
  try {
    await driver.openExtensionPage(page, 'popup.html');
    return await page.evaluate(async (sought) => {
      const api = globalThis.browser ?? globalThis.chrome;
      const done = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const latin = new TextDecoder('latin1');
      const plain = (_, value) =>
        ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? latin.decode(value) : value;

      const kept = {
        page: [{ ...localStorage }, { ...sessionStorage }],
        caches: {},
        databases: {},
      };
      for (const area of ['local', 'session', 'sync', 'managed']) {
        // Firefox refuses where no policy is installed.
        kept[area] = await api.storage[area]?.get(null).catch(() => null);
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const answers = await cache.matchAll();
        kept.caches[name] = [
          ...(await cache.keys()).map(({ url }) => url),
          ...(await Promise.all(answers.map((answer) => answer.text()))),
        ];
      }
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
          const all = database.transaction(store).objectStore(store);
          kept.databases[`${name} ${store}`] = await done(all.getAll());
        }
        database.close();
      }
      const text = JSON.stringify(kept, plain);
      return { length: text.length, found: sought.filter((word) => text.includes(word)) };
    }, words);
  } finally {
    await page.close();
  }
}
