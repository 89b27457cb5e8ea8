// The control experiment: the same random writing on two identical pages, one with
// Bedside and one without. After each step everything is the same: what the editor
// holds, the DOM to the byte, focus, selection, scroll, what was posted.
//
// A difference counts when it shows again in one of two more runs of the same steps: on a
// busy machine browsers tell a page of some things sooner or later, whatever else is on
// it. So does a part of Bedside that does not come or go. What showed once is printed; in
// BEDSIDE_SOAK it counts too. What two pages without Bedside show as well, given the same
// steps, is the editor's own: it is printed, and those steps count for nothing.
//
// BEDSIDE_SEED sets the seed, BEDSIDE_STEPS takes the steps of a replay as printed by a
// failure; BEDSIDE_SOAK makes it 20,000 steps, 2,000 to a seed, beginning with another
// seed each time.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { drafts } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { awayFrom } from '../harness/hand.mjs';
import { withoutBedside } from '../harness/replicas.mjs';
import { composers } from '../harness/sites.mjs';
import { soaking } from '../harness/soak.mjs';
import { openStage } from '../harness/stage.mjs';
import { steady } from '../harness/steady.mjs';
import { shortest, writing } from '../harness/steps.mjs';
import replays from './replays.json' with { type: 'json' };
import { traffic } from './traffic.mjs';
import { weight } from './weight.mjs';

const count = 2_000;
const total = soaking ? 20_000 : count;
const seeded = Number(process.env.BEDSIDE_SEED) || (soaking ? Date.now() % 1e9 : 20_261_129);
const replay = process.env.BEDSIDE_STEPS && JSON.parse(process.env.BEDSIDE_STEPS);

/** How long to look for a shorter replay of a failure, ms. */
const patience = Number(process.env.BEDSIDE_PATIENCE ?? 60_000);

/** One composer of each editor, whose Enter key does not post. */
export const kinds = [
  ...new Map(
    Object.entries(composers)
      .filter(([, { ways, frame }]) => !ways.includes('Enter') && !frame)
      .reverse()
      .map(([kind, { editor }]) => [editor, kind]),
  ).values(),
];

/**
 * All of it in one browser, and then what left that browser.
 * @param {{name: string, built: string, launch: Function}} browser
 */
export function experiment(browser) {
  describe(`with and without the extension in ${browser.name}`, () => {
    let opened;
    before(async () => {
      opened = await openStage(browser, { added: true });
    });
    after(() => opened?.close());
    const stage = () => opened;

    for (const kind of kinds) control(kind, stage);
    for (const replay of replays) once(replay, stage);
    if (soaking) weight(stage);
    traffic(stage);
  });
}

/** @param {() => import('../harness/stage.mjs').Stage} stage */
function control(kind, stage) {
  describe(`control experiment in ${kind}`, () => {
    const timeout = soaking ? 1_800_000 : 600_000;
    const name = `${total} steps leave the page as it is without Bedside`;
    it(name, { timeout }, async (t) => {
      const driver = await stage().hurried();
      let done = 0;
      for (let seed = seeded; done < total; seed++) {
        const steps = replay ?? writing(seed, count, Boolean(composers[kind].atom));
        const { states, seen, alike } = await same(t, driver, kind, seed, steps);
        if (replay) return;
        assert.ok(seed - seeded < 2 * (total / count), 'most runs count');
        if (!alike) continue;
        // An editor that fails by itself on the way stands still from there, on both pages.
        const lively = states > steps.length * 0.4;
        assert.ok(lively || soaking, `only ${states} states: the editor of the page failed`);
        if (!lively) continue;
        assert.ok(seen.marked > 0 && seen.cards > 0, 'Bedside was at work');
        done += count;
      }
    });
  });
}

/**
 * A fault that was found by many steps, by few.
 * @param {{kind: string, fault: string, steps: Step[]}} replay
 */
function once({ kind, fault, steps: few }, stage) {
  it(`not any more in ${kind}: ${fault}`, { timeout: 120_000 }, async (t) => {
    const driver = await stage().hurried();
    await wake(driver, kind); // a background that sleeps would be late for what is written at once
    const cards = few.some(([name]) => name === 'card');
    // On a busy machine a card may be asked for before there is one.
    for (let tries = 0; tries < 3; tries++) {
      const { seen, alike } = await same(t, driver, kind, 0, few);
      if (alike && (!cards || seen.cards > 0)) return;
    }
    assert.fail('In no run was Bedside at work, and the editor alike without it');
  });
}

/** Has the background ready to read. */
async function wake(driver, kind) {
  const composer = await Composer.open(driver, kind);
  await composer.type(drafts.number);
  await composer.underlined();
  await composer.close();
}

/**
 * Sees that the steps leave both pages the same; a failure says after which they do not.
 * @returns {Promise<{states: number, seen: object, alike: boolean}>} alike: false where they
 *   were not, by the editor's own doing
 */
async function same(t, driver, kind, seed, steps) {
  const began = performance.now();
  let { difference, states, seen, heardByBoth } = await compare(driver, kind, steps);
  if (difference && !soaking && !replay) {
    t.diagnostic(`At step ${difference.at}, perhaps by chance. ${difference.what}`);
    for (let again = 0; again < 2; again++) {
      ({ difference, states, seen, heardByBoth } = await compare(driver, kind, steps));
      if (difference) break;
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const told = `${states} states, ${seen.cards} cards, ${seen.gates} gates, ${seen.marked} times underlined`;
  t.diagnostic(
    `control ${driver.name} ${kind}: seed ${seed}, ${steps.length} steps, ${told}, ${seconds} s`,
  );
  if (!difference) return { states, seen, alike: true };
  t.diagnostic(difference.what);
  if (await happensAlone(driver, kind, heardByBoth.slice(0, difference.at + 1), difference)) {
    t.diagnostic(`Two pages of ${kind} without Bedside come to differ as well.`);
    return { states, seen, alike: false };
  }
  const upTo = steps.slice(0, difference.at + 1);
  const fails = async (fewer) => Boolean((await compare(driver, kind, fewer)).difference);
  const short = await shortest(upTo, fails, patience);
  assert.fail(
    `Step ${difference.at} of seed ${seed} leaves the page of ${kind} different with Bedside.\n` +
      `${difference.what}\nReplay: BEDSIDE_STEPS='${JSON.stringify(short)}'`,
  );
}

/** Does the steps on both pages, and finds the first after which they differ, or what failed. */
async function compare(driver, kind, steps) {
  const pages = [];
  const heardByBoth = [];
  try {
    const withIt = await open(driver, kind, composers[kind].url, pages);
    const { hashes, seen } = await write(withIt.composer, withIt.hand, steps, heardByBoth);
    const without = await open(driver, kind, withoutBedside(composers[kind].url), pages);
    const expected = await without.hand.run(heardByBoth);
    const states = new Set(expected).size;
    const at = hashes.findIndex((hash, i) => hash !== expected[i]);
    if (at < 0) return { difference: null, states, seen };
    const state = ({ composer }) => composer.page.evaluate((i) => window.steady.states[i], at);
    const what = differ(await state(withIt), await state(without));
    const difference = { at, what: `After ${JSON.stringify(steps[at])}:\n${what}` };
    return { difference, states, seen, heardByBoth };
  } catch (error) {
    if (!driver.browser.connected) throw error;
    const difference = { at: steps.length - 1, what: error.stack, failed: true };
    return { difference, states: 0, seen: { cards: 0, gates: 0, marked: 0 }, heardByBoth };
  } finally {
    for (const page of pages) await page.close();
  }
}

/**
 * Whether two pages without Bedside come to the same in one of three runs, given the same
 * steps: on the one at the pace at which Bedside is waited for, on the other at once. To the
 * same means that they differ, or, where a step failed, that one fails.
 */
async function happensAlone(driver, kind, steps, { failed }) {
  const url = withoutBedside(composers[kind].url);
  for (let run = 0; run < 3; run++) {
    const pages = [];
    try {
      const slow = await open(driver, kind, url, pages);
      const hashes = [];
      for (const step of steps) hashes.push(await singly(slow.hand, step));
      const quick = await open(driver, kind, url, pages);
      const expected = await quick.hand.run(steps);
      if (!failed && hashes.some((hash, i) => hash !== expected[i])) return true;
    } catch (error) {
      if (!driver.browser.connected) throw error;
      return true; // an editor that fails, fails here too
    } finally {
      for (const page of pages) await page.close();
    }
  }
  return false;
}

/** Does a step, each part of it by itself, and gives a hash of how things stand then. */
async function singly(hand, step) {
  const [name, ...parts] = step;
  for (const part of name === 'all' ? parts : [step]) await hand.act(part);
  return hand.settle(step);
}

/** Opens a page whose time stands still, its field focused, and adds it to pages. */
async function open(driver, kind, url, pages) {
  const page = await driver.browser.newPage();
  pages.push(page);
  await page.evaluateOnNewDocument(steady);
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => window.steady.begin());
  const composer = new Composer(driver, page, composers[kind]);
  await composer.focus();
  return { composer, hand: await driver.hand(page) };
}

/** Where two states part, as lines. */
function differ(withIt, without) {
  const [a, b] = [withIt, without].map((state) => state.split('\n'));
  let line = 0;
  while (line < a.length && a[line] === b[line]) line++;
  const [one = '', other = ''] = [a[line], b[line]];
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  const around = (text = '') => text.slice(Math.max(0, from - 80), from + 120);
  return `with:    ${around(a[line])}\nwithout: ${around(b[line])}`;
}

/**
 * Does the steps where Bedside is.
 * @param {Step[]} heardByBoth is given the steps for the other page, without what only Bedside
 *   heard
 * @returns {Promise<{hashes: number[], seen: object}>}
 */
async function write(composer, hand, steps, heardByBoth) {
  const hashes = [];
  const seen = { cards: 0, gates: 0, marked: 0 };
  for (let at = 0; at < steps.length; ) {
    const [name] = steps[at];
    if (!(name in alone)) {
      const next = steps.findIndex((step, i) => i > at && step[0] in alone);
      const some = steps.slice(at, next < 0 ? steps.length : next);
      heardByBoth.push(...some);
      hashes.push(...(await hand.run(some)));
      at += some.length;
      continue;
    }
    let heard = steps[at];
    if (name === 'rest') {
      await hand.act(heard);
      if ((await composer.marks()).length > 0) seen.marked++;
    } else {
      await closeLate(composer, hand);
      heard = ['all', ...(await alone[name](composer, hand, heard, seen))];
    }
    hashes.push(await hand.settle(heard));
    heardByBoth.push(heard);
    at++;
  }
  return { hashes, seen };
}

/** Whether a part of Bedside comes within a moment. */
const comes = (composer, name) =>
  until(
    name,
    () => composer.shown(name),
    (text) => text !== null,
    { within: 2_000 },
  ).then(
    () => true,
    () => false,
  );

/**
 * Closes a card that came when the draft was read, and was asked for before: its author would
 * not press on what it covers.
 */
async function closeLate(composer, hand) {
  if ((await composer.shown('card')) === null) return;
  await hand.act(['key', 'Escape']);
  await composer.disappears('card');
}

/** Opens a card and closes it; gives the steps that the page itself heard. */
async function card(composer, hand, [, how], seen) {
  if ((await composer.marks()).length === 0) return [];
  const { x, y, width, height } = await composer.ask('boxOfMark', 0);
  const at = [Math.round(x + width / 2), Math.round(y + height / 2)];
  const heard = {
    keys: [['key', 'Alt+ArrowDown']],
    click: [['clickAt', ...at]],
    hover: [
      ['move', at[0] - 2, at[1]],
      ['move', ...at],
    ],
  }[how];
  for (const step of heard) await hand.act(step);
  const opened = await comes(composer, 'card');
  if (opened) seen.cards++;
  if (how === 'hover') {
    // The author writes on while the card is open, and leaves it.
    for (const step of [['key', 'a'], ['live', 60], ['away']]) {
      heard.push(step);
      await hand.act(step);
    }
  } else if (opened) {
    await hand.act(['key', 'Escape']);
  }
  await composer.disappears('card');
  return how === 'keys' && opened ? [['refocus']] : heard;
}

/** Presses Post and, where it is held, goes back to the draft. */
async function gate(composer, hand, _, seen) {
  // An author who is elsewhere comes back to the draft when the gate goes.
  if (!composer.button || !(await composer.isFocused()) || !(await composer.model())) return [];
  const button = await composer.page.$(composer.button);
  const { x, y, width, height } = await button.boundingBox();
  const press = ['clickAt', Math.round(x + width / 2), Math.round(y + height / 2)];
  const posts = (await composer.posts()).length;
  await hand.act(press);
  const outcome = await until('the draft is posted or held', async () => {
    if ((await composer.shown('gate')) !== null) return 'held';
    return (await composer.posts()).length > posts && 'posted';
  }).catch(async (error) => {
    const hit = (x, y) => document.elementFromPoint(x, y)?.outerHTML.slice(0, 200);
    throw new Error(
      `${error.message} Pressed on: ${await composer.page.evaluate(hit, press[1], press[2])}`,
    );
  });
  if (outcome === 'posted') return [press];
  seen.gates++;
  await hand.act(['key', 'Escape']);
  await composer.disappears('gate').catch(async (error) => {
    const focus = await composer.driver.inShadow(composer.page, (root) =>
      [document.activeElement, root.activeElement, document.hasFocus()].map(
        (at) => at?.outerHTML?.slice(0, 200) ?? String(at),
      ),
    );
    throw new Error(`${error.message} The focus: ${JSON.stringify(focus)}`);
  });
  return [['refocus']];
}

/** Clicks somewhere in the draft, and closes what of Bedside this may open. */
async function click(composer, hand, step, seen) {
  const [, , across, down] = step;
  const point = await composer.page.evaluate((x, y) => window.steady.point(x, y), across, down);
  const onBadge = point && (await composer.isAt('badge', ...point));
  if (onBadge && !(await composer.isFocused())) return []; // its author comes back to the draft
  const heard = [step, ['move', ...awayFrom]];
  for (const one of heard) await hand.act(one);
  const opened = await composer.shownOf('card', 'summary');
  if (opened === 'card') seen.cards++;
  if (opened) await hand.act(['key', 'Escape']);
  if (opened) await composer.disappears(opened);
  return onBadge ? [['refocus']] : heard;
}

/** Steps that Bedside may answer, so that the other page hears less of them. */
const alone = { rest: null, card, gate, click };
