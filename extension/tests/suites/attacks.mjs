// The table of attacks on updates, through the whole extension: nothing is accepted,
// each is refused for its own reason, and the good rules stay in use.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHostile } from '../harness/hostile.mjs';
import { openStage } from '../harness/stage.mjs';

/** Sentences of the extension itself, which stops reading before the module is asked. */
const ownWords = {
  unavailable:
    /^The (rule server (could not be reached|answered with HTTP \d+)|update server answered 40[34] for \S+)\.$/,
  length: /^\S+ is longer than the \d+ bytes allowed\.$/,
};

/** What the module says of an answer that is no metadata. */
const noMetadata = /^\S+ is not well-formed: .+\.$/;

/** Versions of the packs that clients hold and that they are promised. */
const [held, promised] = ['9001', '9002'];

/** @param {{name: string, launch: Function}} browser with inBackground */
export function attacks(browser) {
  describe(`attacks on updates in ${browser.name}`, () => {
    let hostile;
    let stage;
    let page;

    before(async () => {
      hostile = await openHostile();
      stage = await openStage(browser, { open: async () => hostile });
      const driver = await stage.driver();
      page = await driver.browser.newPage();
      await driver.openExtensionPage(page, 'popup.html');
    });
    after(() => stage?.close());

    /** Lets an extension as it was installed wake up with this root. */
    const renew = async (root) => {
      await stage.trust(root);
      await page.evaluate(
        () =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open('bedside', 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore('packs');
            opening.onsuccess = () => {
              const change = opening.result.transaction('packs', 'readwrite');
              change.objectStore('packs').clear();
              change.oncomplete = () => {
                opening.result.close();
                resolve();
              };
            };
            opening.onerror = () => reject(opening.error);
          }),
      );
      await (await stage.driver()).sleep();
    };
    const ask = (what) => page.evaluate((ask) => chrome.runtime.sendMessage({ ask }), what);
    const refresh = async () => (await ask('refresh')).pack;
    /** Sets the background's clock, and how long it waits for a file. */
    const clock = async (now, patience) =>
      (await stage.driver()).inBackground(
        (ahead, wait) => {
          globalThis.realNow ??= Date.now;
          Date.now = () => globalThis.realNow() + ahead;
          globalThis.realTimeout ??= AbortSignal.timeout;
          AbortSignal.timeout = () => globalThis.realTimeout.call(AbortSignal, wait);
        },
        now - Date.now(),
        patience,
      );

    it('none is accepted', { timeout: 600_000 }, async (t) => {
      // All of them take minutes here: every host runs a choice, and all when asked to.
      const all = Boolean(process.env.BEDSIDE_ALL_ATTACKS);
      const chosen = ({ name, brief }, n) =>
        all || (brief && (n % 5 === 0 || name.startsWith('wire')));
      const wrong = [];
      let count = 0;
      for (const [n, attack] of hostile.attacks.entries()) {
        if (!chosen(attack, n)) continue;
        count++;
        try {
          await run(n, attack);
        } catch (error) {
          wrong.push(`${attack.name}: ${error.message}`);
        }
      }
      t.diagnostic(`${count} attacks of ${hostile.attacks.length}`);
      assert.deepEqual(wrong, []);
    });

    async function run(n, attack) {
      const first = await hostile.serve(n, attack.fresh ? 'hostile' : 'before');
      await renew(first.root);
      const start = attack.fresh ? (await ask('status')).pack : await refresh();
      assert.equal(start.error, null);
      if (!attack.fresh) assert.equal(start.version, held);

      const { now, says, later } = await hostile.serve(n, 'hostile');
      await clock(now, attack.name.includes('slow') ? 500 : 20_000);
      const pack = await refresh();
      assert.equal(pack.version, start.version, 'the good rules stay in use');
      if (attack.code === '') assert.equal(pack.error, null);
      else if (pack.error !== says) {
        assert.match(pack.error, ownWords[attack.code] ?? (says ? /^$/ : noMetadata), says);
      }

      if (!later) return;
      await hostile.serve(n, 'later');
      await clock(Date.now(), 20_000);
      const honest = await refresh();
      assert.equal(honest.error, null);
      assert.equal(honest.version, promised);
    }
  });
}
