// How long after the last keystroke the underline stands on the screen: in drafts as long
// as a post and as long as an article, and on a machine that is four times slower. Nothing
// else may run meanwhile.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, chartNumber } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { soaking } from '../harness/soak.mjs';
import { openStage } from '../harness/stage.mjs';
import { earlyPosts } from './gate.mjs';
import { traffic } from './traffic.mjs';

const bound = 100; // ms, at the 95th percentile, for a post

/** Lengths in characters; how many times slower the page's processor is. */
const cases = [
  { length: 280, slower: 1, samples: 40 },
  { length: 280, slower: 4, samples: soaking ? 40 : 8 },
  { length: 10_000, slower: 1, samples: soaking ? 40 : 8 },
  { length: 10_000, slower: 4, samples: soaking ? 40 : 8 },
];

/** The value below which a share of the samples lies: nearest rank. */
function percentile(sorted, share) {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

/** @param {{name: string, built: string, launch: Function}} browser */
export function latencies(browser) {
  describe(`how soon underlines come in ${browser.name}`, () => {
    let opened;
    before(async () => {
      opened = await openStage(browser);
    });
    after(() => opened?.close());
    const stage = () => opened;

    for (const kind of ['Draft.js', 'Lexical', 'textarea']) {
      earlyPosts(kind, stage);
      latency(kind, stage);
    }
    traffic(stage);
  });
}

/** @param {() => import('../harness/stage.mjs').Stage} stage */
function latency(kind, stage) {
  describe(`latency in ${kind}`, () => {
    for (const { length, slower, samples } of cases) {
      const what = `${length} characters${slower > 1 ? `, ${slower} times slower` : ''}`;
      it(`from keystroke to underline, ${what}`, { timeout: 120_000 }, async (t) => {
        const driver = await stage().driver();
        const composer = await Composer.open(driver, kind);
        try {
          await composer.page.bringToFront();
          await write(composer, length);
          if (slower > 1) await driver.slow(composer.page, slower);
          const times = await measure(composer, samples);
          const [p50, p95] = [0.5, 0.95].map((share) => percentile(times, share));
          t.diagnostic(
            `latency ${driver.name} ${kind}, ${what}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, n ${times.length}`,
          );
          const post = length === 280 && slower === 1;
          assert.ok(!post || p95 < bound, `p95 is ${p95.toFixed(0)} ms`);
        } finally {
          await composer.close();
        }
      });
    }
  });
}

/** Gives the composer a draft of that length that ends with a chart number. */
async function write(composer, length) {
  const end = ` 62M w/ STEMI, ${canary}. MRN ${chartNumber}`;
  const walk = 'Coffee with an old friend after a long walk by the lake. ';
  const before = walk.repeat(Math.ceil(length / walk.length)).slice(0, length - end.length);
  const hand = await composer.driver.hand(composer.page);
  await hand.act(['paste', before]);
  await composer.type(end);
}

/** Times the last digit of the chart number again and again; sorted, in ms. */
async function measure(composer, samples) {
  const [last] = chartNumber.slice(-1);
  const times = [];
  for (let n = 0; n < samples; n++) {
    await until(
      'the whole number is underlined',
      () => composer.marks(),
      (marks) => marks.some(({ text }) => text.endsWith(chartNumber)),
    );
    await composer.press('Backspace');
    await until(
      'the whole number is underlined no more',
      () => composer.marks(),
      (marks) => !marks.some(({ text }) => text.endsWith(chartNumber)),
    );
    await composer.ask('timeUnderline', chartNumber);
    await composer.type(last);
    times.push(await composer.page.evaluate(() => window.timed));
  }
  return times.sort((a, b) => a - b);
}
