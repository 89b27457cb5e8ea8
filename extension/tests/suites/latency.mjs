// How long after the last keystroke the underline stands on the screen.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, chartNumber } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';

const samples = 40;
const bound = 100; // ms, at the 95th percentile

/** The value below which a share of the samples lies: nearest rank. */
function percentile(sorted, share) {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function latency(kind, stage) {
  describe(`latency in ${kind}`, () => {
    it(`p95 from keystroke to underline is under ${bound} ms`, { timeout: 60_000 }, async (t) => {
      const composer = await Composer.open(await stage().driver(), kind);
      try {
        const times = await measure(composer);
        const [p50, p95] = [0.5, 0.95].map((share) => percentile(times, share));
        t.diagnostic(
          `latency ${composer.driver.name} ${kind}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, n ${times.length}`,
        );
        assert.ok(p95 < bound, `p95 is ${p95.toFixed(0)} ms`);
      } finally {
        await composer.close();
      }
    });
  });
}

/** Times the last digit of a chart number again and again; sorted, in ms. */
async function measure(composer) {
  const [last] = chartNumber.slice(-1);
  const times = [];
  await composer.type(`62M w/ STEMI, ${canary}. MRN ${chartNumber}`);
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
