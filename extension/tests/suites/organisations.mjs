// Two organisations side by side, by the commands of the admin's page: each has keys, a
// server and rules of its own, and a browser whose policy names both takes the rules of
// both, and loses what one of them switches off, at its next poll.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { openDesk } from '../harness/desk.mjs';
import { openStage } from '../harness/stage.mjs';

/** What the hospital writes where the page's association writes something else. */
const atTheHospital = (commands) =>
  commands.replaceAll('tidewater', 'harbour').replaceAll('bed board', 'tide table');
const itsRules = "sed -i.old 's/bed board/tide table/' rules/harbour.yaml";

const switchedOff = `
bedside release new --switch-off harbour.system --why "warns about a ferry"
bedside release sign --key alice
bedside release sign --key bob
bedside release submit
`;

const draft = 'The bed board is down again. The tide table crashed.';
const theirs = 'caution: bed board';
const ours = 'caution: tide table';

/** @param {{name: string, launch: Function}} browser whose policy can be set */
export function organisations(browser) {
  describe(`rules of an association and a hospital, in ${browser.name}`, () => {
    let desks = [];
    let stage;
    let page;
    let began;
    before(async () => {
      began = Date.now();
      const opened = await Promise.allSettled([openDesk(), openDesk(atTheHospital, itsRules)]);
      desks = opened.flatMap(({ value }) => value ?? []);
      for (const { reason } of opened) if (reason) throw reason;
      const policies = await Promise.all(desks.map((desk) => desk.policy()));
      stage = await openStage(browser, {
        offline: true,
        servers: desks.map(({ port }) => port),
        managed: { repositories: policies.flatMap(({ repositories }) => repositories) },
      });
      const driver = await stage.driver();
      page = await driver.browser.newPage();
      await driver.openExtensionPage(page, 'popup.html');
    });
    after(async () => {
      await stage?.close();
      for (const desk of desks) await desk.close();
    });

    const ask = (what) =>
      page.evaluate(
        (ask) => (globalThis.browser ?? globalThis.chrome).runtime.sendMessage({ ask }),
        what,
      );
    /** Reads the draft in a composer of a site. */
    const underlined = async (...marks) => {
      const composer = await Composer.open(await stage.driver(), 'Draft.js');
      try {
        await composer.type(draft);
        await composer.underlines(...marks);
      } finally {
        await composer.close();
      }
    };

    it('both are in use, ten minutes after the first key', { timeout: 120_000 }, async () => {
      const { pack, policy } = await ask('refresh');
      assert.deepEqual(policy.refused, []);
      assert.deepEqual(
        pack.added.map(({ name }) => name),
        ['tidewater', 'harbour'],
      );
      await underlined(theirs, ours);
      assert.ok(Date.now() - began < 600_000);
    });

    it('one switches its rule off, and the other goes on', { timeout: 120_000 }, async () => {
      await desks[1].run(switchedOff);
      await ask('refresh');
      await underlined(theirs);
      await (await stage.driver()).sleep();
      await underlined(theirs);
    });

    it('one that is down is named, and its rules stay', { timeout: 120_000 }, async () => {
      await desks[1].stop();
      const { pack } = await ask('refresh');
      assert.equal(pack.added.length, 2);
      const { port } = desks[1];
      assert.match(
        pack.error,
        new RegExp(`localhost:${port}, harbour\\.pack: The rule server could`),
      );
      assert.ok(!pack.error.includes(`localhost:${desks[0].port}`));
      const asked = stage.seen
        .filter(({ to }) => to === 'update')
        .map(({ url }) => new URL(url).host);
      assert.deepEqual(
        [...new Set(asked)].sort(),
        desks.map(({ port }) => `localhost:${port}`).sort(),
      );
    });
  });
}
