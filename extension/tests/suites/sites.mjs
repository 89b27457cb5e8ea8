// The whole round on every site: type, underline, card, edit, undo, gate, post, thread.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { canary, chartNumber, drafts, reportOn } from '../harness/drafts.mjs';
import { until } from '../harness/driver.mjs';
import { composers } from '../harness/sites.mjs';

const draft = `On call, ${canary}. MRN ${chartNumber} at noon`;

/** Two posts, each of which says too little to be held, and that are held together. */
const apart = [
  `${canary}. My patient this morning, a fisherman of 62.`,
  'STEMI, in Gander, the day of the regatta.',
];

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function sites(stage) {
  describe('the round on every site', () => {
    let page;
    before(async () => {
      page = await (await stage().driver()).browser.newPage();
    });
    after(() => page?.close());
    const test = (name, kind, body) =>
      it(name, { timeout: 60_000 }, async () => {
        const composer = await Composer.show(await stage().driver(), page, kind);
        await body(composer, composers[kind]);
        assert.deepEqual(await composer.violations(), [], "nothing broke the page's policy");
      });

    for (const [kind, { button, ways, add, frame, atom, said }] of Object.entries(composers)) {
      if (said) {
        test(`${kind}: counts together with what the author said before`, kind, chain);
        continue;
      }

      test(`${kind}: type, underline, card, edit, undo, gate, post`, kind, async (composer) => {
        await write(composer, draft);
        await editAndUndo(composer, draft);
        if (button) {
          await held(composer, byVoice, draft);
          await composer.press('Escape');
          await composer.disappears('gate');
        }
        const [way] = button ? [byMouse] : ways.map(byKey);
        await held(composer, way, draft);
        await composer.click('post-anyway');
        await posted(composer, draft);
        await composer.focus();
        await composer.type(drafts.harmless);
        await composer.holds(text(composer, drafts.harmless));
        await way(composer);
        await posted(composer, draft, drafts.harmless);
      });

      if (add || frame) {
        test(`${kind}: what is safe singly is held together`, kind, async (composer) => {
          await thread(composer, add);
        });
      }

      if (atom) {
        test(`${kind}: edits leave ${atom} alone`, kind, async (composer) => {
          await composer.type('With ');
          await composer.page.evaluate(() => window.atom());
          await composer.holds(`With ${atom}`);
          await composer.type(` at noon: MRN ${chartNumber}, ${canary}`);
          await editAndUndo(composer, `With ${atom} at noon: MRN ${chartNumber}, ${canary}`);
        });
      }
    }
  });
}

const byMouse = (composer) => composer.clickPost();
/** As software does that listens to what the author says, or switches for one button. */
const byVoice = (composer) => composer.pressPost();
const byKey = (keys) => (composer) => composer.press(...keys.split('+'));

/** The model's text when the first field holds this one; further fields are empty. */
const text = (composer, first) => first + '\n\n'.repeat(composer.further);

/** Types a draft and waits until it is underlined to the letter. */
async function write(composer, draft) {
  await composer.type(draft);
  await composer.holds(text(composer, draft));
  await composer.underlines(...reportOn(draft).marks);
  await composer.painted();
}

/** The draft with the first edit of what holds it. */
function mended(draft) {
  const { edits } = reportOn(draft).findings.find(({ severity }) => severity === 'stop');
  const wanted = edits[0].changes.reduceRight(
    (so, { start, end, text: put }) => so.slice(0, start) + put + so.slice(end),
    draft,
  );
  assert.notEqual(wanted, draft);
  return wanted;
}

/** Takes the first edit of the chart number from its card, and takes it back. */
async function editAndUndo(composer, draft) {
  const { marks } = reportOn(draft);
  await composer.holds(text(composer, draft));
  await composer.underlines(...marks);
  await composer.hover(marks.findIndex((mark) => mark.includes(chartNumber)));
  await composer.appears('card');
  await composer.settles();
  await composer.click('edit-0');
  await composer.holds(text(composer, mended(draft)));
  await composer.disappears('card');
  await until('the caret is in the draft', () => composer.isFocused());
  await composer.rests(); // the caret is put back a moment after the text
  await composer.press('Control', 'z');
  await composer.holds(text(composer, draft));
  await composer.underlines(...marks);
}

/** Tries to post, and sees the gate open on an untouched draft. */
async function held(composer, post, draft) {
  const before = await composer.posts();
  await post(composer);
  await composer.appears('gate');
  assert.deepEqual(await composer.posts(), before);
  assert.equal(await composer.model(), text(composer, draft));
}

/** Sees that these texts were posted, and once. */
function posted(composer, ...texts) {
  return composer.posted(...texts.map((t) => text(composer, t)));
}

/** Writes two posts that go out together. */
async function thread(composer, add) {
  const [first, second] = apart;
  assert.ok(reportOn(first).verdict !== 'stop' && reportOn(second).verdict !== 'stop');
  const whole = apart.join('\n\n');
  await composer.type(first);
  await composer.underlines(...reportOn(first).marks);
  if (add) await composer.page.click(add);
  else await composer.focus(1);
  await composer.type(second);
  await composer.holds(whole);
  assert.equal(reportOn(whole).verdict, 'stop');
  await composer.underlines(...reportOn(whole).marks);
  await composer.clickPost();
  await composer.appears('gate');
  assert.deepEqual(await composer.posts(), []);
  await composer.click('edit-0');
  await composer.disappears('gate');
  await composer.holds(mended(whole));
  await composer.rests();
  await composer.clickPost();
  await until(
    'the thread is posted',
    () => composer.posts(),
    (posts) => posts.length === 1,
  );
}

/** Goes on with a chain of replies. */
async function chain(composer, { said }) {
  const [, reply] = apart;
  const whole = `${said}\n\n${reply}`;
  const { marks, verdict } = reportOn(whole);
  assert.equal(verdict, 'stop');
  assert.notEqual(reportOn(reply).verdict, 'stop');
  await composer.type(reply);
  // What is posted already is not underlined.
  await composer.underlines(...marks.filter((mark) => reply.includes(mark.replace(/^\w+: /, ''))));
  await held(composer, byMouse, reply);
  await composer.click('post-anyway');
  await posted(composer, reply);
}
