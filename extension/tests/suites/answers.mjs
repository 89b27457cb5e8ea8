// What authors answer to a warning, and what comes of it: in this draft, on this site,
// from now on.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, chartNumber, drafts } from '../harness/drafts.mjs';
import { stays, until } from '../harness/driver.mjs';
import { keep, kept } from '../harness/settings.mjs';

const story = `62M w/ STEMI, crashed the town's only school bus this morning in Sudbury ${canary}`;

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function answers(stage) {
  /** Declares a test in a fresh composer on X, with settings of its own. */
  const test = (name, settings, body) =>
    it(name, { timeout: 60_000 }, async () => {
      const driver = await stage().driver();
      await keep(driver, settings);
      const composer = await Composer.open(driver, 'Draft.js');
      try {
        await body(composer, driver);
      } finally {
        await composer.close();
        await keep(driver, {});
      }
    });

  const said = (composer, name) =>
    until(
      `${name} is shown`,
      () => composer.shown(name),
      (text) => text !== null,
    );
  const plain = (composer) =>
    until(
      'nothing is underlined',
      () => composer.marks(),
      (marks) => marks.length === 0,
    );
  const byKeys = async (composer) => {
    await until('the keys open the card', async () => {
      await composer.press('Alt', 'ArrowDown'); // nothing comes while the draft is read anew
      return composer.appears('card', { within: 1_000 }).catch(() => null);
    });
    await composer.appears('edit-0'); // edits come later, and move what is below them
  };

  const byMouse = async (composer, words) => {
    await until(
      `${words} is underlined`,
      () => composer.marks(),
      (marks) => marks.some(({ text }) => text.includes(words)),
    );
    const marks = await composer.marks();
    await composer.hover(marks.findIndex(({ text }) => text.includes(words)));
    await composer.appears('card');
  };
  const nothingHeld = (composer) =>
    until(
      'nothing would hold the post',
      () => composer.marks(),
      (marks) => marks.every(({ verdict }) => verdict !== 'stop'),
    );

  describe('answers to a warning', () => {
    test('"not a patient" holds for this draft, and can be taken back', {}, async (composer) => {
      await composer.type(story);
      await composer.underlined();
      await byKeys(composer);
      await composer.click('notPatient');
      await plain(composer);
      await until('the caret is in the draft', () => composer.isFocused());

      await composer.click('badge');
      assert.match(await said(composer, 'summary'), /not about a patient/);
      await composer.click('back-notPatient');
      await composer.underlined();
      assert.equal(await composer.model(), story);
    });

    test('Escape closes the summary wherever the focus is', {}, async (composer) => {
      await composer.type(drafts.number);
      await composer.underlined();
      await composer.click('badge');
      await composer.appears('summary');
      await composer.focus();
      assert.notEqual(await composer.shown('summary'), null, 'it stays while the author looks');
      await composer.press('Escape');
      await composer.disappears('summary');
      assert.ok(await composer.isFocused(), 'and leaves it there');
    });

    test('"written consent" lets a story be posted', {}, async (composer) => {
      await composer.type(story);
      await composer.underlined();
      await byKeys(composer);
      await composer.click('consent');
      await until(
        'all that is left is hints',
        () => composer.marks(),
        (marks) => marks.every(({ verdict }) => verdict === 'nudge'),
      );
      await composer.clickPost();
      await until(
        'it is posted',
        () => composer.posts(),
        (posts) => posts.length === 1,
      );
    });

    test('"here, this once" ends with the draft', {}, async (composer) => {
      await composer.type(drafts.number);
      await byMouse(composer, chartNumber);
      await composer.click('ignore');
      assert.equal(await composer.shown('ignore-word'), null, 'a number is never kept');
      await composer.click('ignore-here');
      await nothingHeld(composer);

      await composer.empty();
      await composer.type(drafts.number);
      await byMouse(composer, chartNumber);
    });

    test('"this kind of warning on X" is kept for X', {}, async (composer, driver) => {
      await composer.type(drafts.number);
      await byMouse(composer, chartNumber);
      const rule = await composer.driver.inShadow(
        composer.page,
        (root) => root.querySelector('[data-bedside="card"]').dataset.rule,
      );
      await composer.click('ignore');
      await composer.click('ignore-rule');
      await nothingHeld(composer);
      assert.deepEqual((await kept(driver)).settings.sites.x.quiet, [rule]);
    });

    test('a name of a colleague stays quiet from now on', {}, async (composer, driver) => {
      const text = `My patient Jamal Reyes was admitted with sepsis last night ${canary}`;
      await composer.type(text);
      await byMouse(composer, 'Reyes');
      await composer.click('ignore');
      assert.match(await said(composer, 'ignore-word'), /Jamal Reyes/);
      await composer.click('ignore-word');
      await until(
        'the name is no longer underlined',
        () => composer.marks(),
        (now) => !now.some((mark) => mark.text.includes('Reyes')),
      );
      assert.deepEqual((await kept(driver)).settings.names, ['Jamal Reyes']);
    });
  });

  describe('a long draft', () => {
    test('a finding out of sight comes into sight with its card', {}, async (composer) => {
      await composer.type(`${drafts.number}${'\n'.repeat(40)}`);
      await composer.underlined();
      const seen = () =>
        composer.ask('boxOfMark', 0).then(({ y, height }) => y >= 0 && y + height <= 700);
      await composer.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await until('the number is out of sight', async () => !(await seen()));
      await byKeys(composer);
      assert.ok(await seen());
    });
  });

  describe('time to take a post back', () => {
    const anyway = async (composer) => {
      await composer.type(drafts.number);
      await composer.underlined();
      await composer.clickPost();
      await composer.click('post-anyway');
      await composer.appears('countdown');
    };

    test('undo: not posted, held again', { delay: 30 }, async (composer) => {
      await anyway(composer);
      await composer.clickPost();
      await composer.press('Escape');
      await composer.disappears('countdown');
      assert.deepEqual(await composer.posts(), []);
      await until('the caret is in the draft', () => composer.isFocused());
      await composer.clickPost();
      await composer.appears('gate');
    });

    test('"post now": posted once', { delay: 30 }, async (composer) => {
      await anyway(composer);
      await composer.click('post-now');
      await stays(
        'posted once',
        () => composer.posts(),
        (posts) => posts.length < 2,
      );
      assert.deepEqual(await composer.posts(), [drafts.number]);
    });

    test('left alone: posted when the time is up', { delay: 5 }, async (composer) => {
      await anyway(composer);
      await until(
        'it is posted',
        () => composer.posts(),
        (posts) => posts.length === 1,
      );
      await composer.disappears('countdown');
    });
  });
}
