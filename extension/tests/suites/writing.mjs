// From typing to a mended draft: underlines, the card, edits and their undo.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Composer } from '../harness/composer.mjs';
import { chartNumber, drafts, reportOn } from '../harness/drafts.mjs';
import { stays, until } from '../harness/driver.mjs';

/** The text after a report's edit. */
function applied(text, { changes }) {
  return changes.reduceRight(
    (so, { start, end, text: put }) => so.slice(0, start) + put + so.slice(end),
    text,
  );
}

/** @param {() => import('../harness/stage.mjs').Stage} stage */
export function writing(kind, stage) {
  const test = (name, body) =>
    it(name, { timeout: 60_000 }, async () => {
      const composer = await Composer.open(await stage().driver(), kind);
      try {
        await body(composer);
        assert.deepEqual(await composer.violations(), [], "nothing broke the page's policy");
      } finally {
        await composer.close();
      }
    });

  describe(`writing in ${kind}`, () => {
    for (const name of ['story', 'winding']) {
      test(`the ${name} draft is underlined to the letter, and nothing else`, async (composer) => {
        const { marks } = reportOn(drafts[name]);
        await composer.type(drafts[name]);
        await composer.holds(drafts[name]);
        const seen = await composer.underlines(...marks);
        assert.ok(
          seen.some((mark) => mark.startsWith('stop: ') && mark.includes(chartNumber)),
          'the chart number is at stop',
        );
      });
    }

    test('underlines are painted, in a colour of their own', async (composer) => {
      await composer.type(drafts.number);
      await composer.underlined();
      await composer.painted();
    });

    test('what is copied from the whole page has no word of Bedside', async (composer) => {
      await composer.type(drafts.number);
      await composer.underlined();
      const said = (await composer.appears('spoken')).slice(0, 20);
      await composer.page.evaluate(() => {
        document.activeElement.blur();
        getSelection().selectAllChildren(document.documentElement);
      });
      await composer.press('Control', 'c');
      await composer.page.evaluate(() => {
        const elsewhere = document.createElement('textarea');
        elsewhere.id = 'elsewhere';
        document.body.append(elsewhere);
        elsewhere.focus();
      });
      await composer.press('Control', 'v');
      const pasted = await until('the page is pasted', () =>
        composer.page.evaluate(() => document.getElementById('elsewhere').value),
      );
      assert.ok(!pasted.includes(said), pasted);
    });

    test('underlines follow the text as it changes', async (composer) => {
      await composer.type(drafts.winding);
      await composer.underlined();
      await composer.press('Control', 'Home');
      await composer.type('So. ');
      await composer.press('Control', 'End');
      await composer.type('.');
      const text = `So. ${drafts.winding}.`;
      await composer.holds(text);
      await composer.underlines(...reportOn(text).marks);
    });

    test('a harmless draft is not underlined', async (composer) => {
      await composer.type(drafts.story);
      await composer.underlined();
      await composer.empty();
      await composer.underlines();
      await composer.type(drafts.harmless);
      await composer.staysPlain();
      await composer.holds(drafts.harmless);
    });

    test('hovering opens the card: title, why, clause, edits', async (composer) => {
      const finding = await openCard(composer, (c, index) => c.hover(index));
      const card = await readCard(composer);
      assert.equal(card.title, finding.title);
      assert.ok(card.text.includes(finding.why), `the card says why: ${card.text}`);
      assert.deepEqual(
        card.links,
        finding.cites.map(({ url }) => url),
      );
      assert.ok(
        finding.cites.every(({ id }) => card.text.includes(id)),
        'the clause is named',
      );
      assert.equal(card.edits, finding.edits.length);
      assert.ok(card.edits > 0, 'an edit is offered');
      assert.ok(await composer.isFocused(), 'hovering takes no focus');
    });

    test('a pointer that only passes by opens no card', async (composer) => {
      await composer.type(drafts.number);
      await composer.underlined();
      const { x, y, width, height } = await composer.ask('boxOfMark', 0);
      const at = { clientX: x + width / 2, clientY: y + height / 2 };
      const hears = (...types) =>
        composer.page.evaluate(
          (point, names) => {
            for (const name of names) {
              const event = new MouseEvent(name, { ...point, bubbles: name === 'mousemove' });
              document.activeElement.dispatchEvent(event);
            }
          },
          at,
          types,
        );
      await hears('mousemove', 'mouseleave'); // in and out again within a frame
      await stays(
        'no card',
        () => composer.shown('card'),
        (text) => text === null,
        { during: 600 },
      );
      await hears('mousemove');
      await composer.appears('card');
    });

    test('a double click on a lower line selects the word, the card beside it', async (composer) => {
      await composer.type(drafts.story);
      const marks = await until(
        'the place is underlined',
        () => composer.marks(),
        (all) => all.some(({ text }) => text.includes('Sudbury')),
      );
      const index = marks.findIndex(({ text }) => text.includes('Sudbury'));
      const { x, y, width, height } = await composer.ask('boxOfMark', index);
      await composer.page.mouse.click(x + width - 8, y + height / 2, { count: 2, delay: 60 });
      await composer.appears('card');
      const selected = await composer.page.evaluate(() => {
        const { value, selectionStart, selectionEnd } = document.activeElement;
        return value?.slice(selectionStart, selectionEnd) ?? getSelection().toString();
      });
      assert.equal(selected.trim(), 'Sudbury');
    });

    test('the keyboard opens the card, and Escape gives the caret back', async (composer) => {
      await openCard(composer, (c) => c.press('Alt', 'ArrowDown'));
      await until('the card has the keyboard', () => composer.hasFocus('card'));
      await composer.press('Escape');
      await composer.disappears('card');
      await until('the caret is back in the draft', () => composer.isFocused());
      await composer.type('.');
      await composer.holds(`${drafts.winding}.`);
    });

    test('an edit does what it says, and one Ctrl+Z takes it back', async (composer) => {
      const finding = await openCard(composer, (c, index) => c.hover(index));
      const wanted = applied(drafts.winding, finding.edits[0]);
      assert.notEqual(wanted, drafts.winding);
      await composer.click('edit-0');
      await composer.holds(wanted);
      await composer.disappears('card');
      assert.ok(await composer.isFocused(), 'the caret is in the draft');
      await composer.press('Control', 'z');
      await composer.holds(drafts.winding);
      await composer.underlines(...reportOn(drafts.winding).marks);
    });

    test('what is typed after an edit goes where the author expects', async (composer) => {
      const finding = await openCard(composer, (c, index) => c.hover(index));
      const wanted = applied(drafts.winding, finding.edits[0]);
      await composer.click('edit-0');
      await composer.holds(wanted);
      await composer.rests(); // the caret is put back a moment after the text
      await composer.press('Control', 'End');
      await composer.type(' ok');
      await composer.holds(`${wanted} ok`);
    });

    test('nothing of what is typed is lost or changed', async (composer) => {
      const text = Array.from(
        { length: 3 },
        (_, n) => `${n}: 62M w/ STEMI, MRN ${chartNumber}, #tag${n} à la \u{1F600} "quoted"`,
      ).join('\n');
      await composer.type(text);
      await composer.holds(text);
    });
  });
}

/** Types the winding draft and opens the card of its chart number. */
async function openCard(composer, open) {
  const { findings } = reportOn(drafts.winding);
  const finding = findings.find(({ severity }) => severity === 'stop');
  await composer.type(drafts.winding);
  const isIt = ({ text }) => text.includes(chartNumber);
  const marks = await until(
    'the chart number is underlined',
    () => composer.marks(),
    (all) => all.some(isIt),
  );
  await open(composer, marks.findIndex(isIt));
  await composer.appears('card');
  return finding;
}

/** What the card shows. */
function readCard(composer) {
  return composer.driver.inShadow(composer.page, (root) => {
    const card = root.querySelector('[data-bedside="card"]');
    return {
      title: card.querySelector('[data-bedside="title"]').textContent,
      text: card.textContent,
      links: [...card.querySelectorAll('a')].map((link) => link.getAttribute('href')),
      edits: card.querySelectorAll('[data-bedside^="edit-"]').length,
    };
  });
}
