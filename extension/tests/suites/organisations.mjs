// Two organisations side by side, by the commands of the admin's page: each has keys, a
// server and rules of its own, and a browser whose policy names both takes the rules of
// both, and loses what one of them switches off, at its next poll. All browsers ask the
// same two servers.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { openDesk } from '../harness/desk.mjs';
import { until } from '../harness/driver.mjs';
import { openStage } from '../harness/stage.mjs';
import { managed, policy } from './managed.mjs';

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

/** @param {{name: string, launch: Function}[]} browsers */
export function organisations(browsers) {
  describe('rules of an association and a hospital', () => {
    let desks = [];
    let began;
    before(async () => {
      began = Date.now();
      const opened = await Promise.allSettled([openDesk(), openDesk(atTheHospital, itsRules)]);
      desks = opened.flatMap(({ value }) => value ?? []);
      for (const { reason } of opened) if (reason) throw reason;
    });
    after(async () => {
      for (const desk of desks) await desk.close();
    });

    const all = browsers.map((browser) => new Colleague(browser, () => desks));
    /** The same in each browser. */
    const each = (what, check) => {
      for (const colleague of all) {
        it(`${what}, in ${colleague.name}`, { timeout: 120_000 }, () => check(colleague));
      }
    };

    describe('under one policy', () => {
      for (const colleague of all) {
        describe(`in ${colleague.name}`, () => {
          before(() => colleague.open());
          managed(() => colleague.stage);
        });
      }
      each('both are in use, ten minutes after the first key', async (colleague) => {
        await until(
          'the policy is there',
          () => colleague.ask('status'),
          ({ policy }) => policy.repositories !== undefined,
        );
        const { pack, policy } = await colleague.ask('refresh');
        assert.deepEqual(policy.refused, ['settings.sensitivity']);
        assert.deepEqual(
          pack.added.map(({ name }) => name),
          ['tidewater', 'harbour'],
        );
        await colleague.underlined(theirs, ours);
        assert.ok(Date.now() - began < 600_000);
      });
    });

    describe('when one switches its rule off', () => {
      before(() => desks[1].run(switchedOff));
      each('the other goes on', async (colleague) => {
        await colleague.ask('refresh');
        await colleague.underlined(theirs);
        await (await colleague.stage.driver()).sleep();
        await colleague.underlined(theirs);
      });
    });

    describe('when one is down', () => {
      before(() => desks[1].stop());
      after(async () => {
        for (const colleague of all) await colleague.close();
      });
      each('it is named, and its rules stay', async (colleague) => {
        const { pack } = await colleague.ask('refresh');
        assert.equal(pack.added.length, 2);
        const [up, down] = desks.map(({ port }) => `localhost:${port}`);
        assert.match(pack.error, new RegExp(`${down}, harbour\\.pack: The rule server could`));
        assert.ok(!pack.error.includes(up));
        const asked = colleague.stage.seen
          .filter(({ to }) => to === 'update')
          .map(({ url }) => new URL(url).host);
        assert.deepEqual([...new Set(asked)].sort(), [up, down].sort());
      });
    });
  });
}

/** A browser whose policy names both organisations. */
class Colleague {
  constructor(browser, desks) {
    this.name = browser.name;
    this.browser = browser;
    this.desks = desks;
  }

  async open() {
    const desks = this.desks();
    const supplies = await Promise.all(desks.map((desk) => desk.policy()));
    this.stage = await openStage(this.browser, {
      offline: true,
      servers: desks.map(({ port }) => port),
      managed: { ...policy, repositories: supplies.flatMap(({ repositories }) => repositories) },
    });
    const driver = await this.stage.driver();
    this.page = await driver.browser.newPage();
    await driver.openExtensionPage(this.page, 'popup.html');
  }

  close() {
    return this.stage?.close();
  }

  ask(what) {
    return this.page.evaluate(
      (ask) => (globalThis.browser ?? globalThis.chrome).runtime.sendMessage({ ask }),
      what,
    );
  }

  /** Reads the draft in a composer of a site. */
  async underlined(...marks) {
    const composer = await Composer.open(await this.stage.driver(), 'Draft.js');
    try {
      await composer.type(draft);
      await composer.underlines(...marks);
    } finally {
      await composer.close();
    }
  }
}
