// What joins a draft: real files, chosen, pasted and dropped, with what cameras write.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { violationsInside } from '../harness/axe.mjs';
import { Composer } from '../harness/composer.mjs';
import { canary } from '../harness/drafts.mjs';
import { stays, until } from '../harness/driver.mjs';
import { dicom, exif, heic, jpeg, mp4, png, webp } from '../harness/media.mjs';
import { keep } from '../harness/settings.mjs';
import { shoot } from './pictures.mjs';

const place = { latitude: [46, 29, 24], longitude: [81, 0, 36] };
const files = {
  'place.jpg': jpeg(exif({ ...place, time: '2026:02:03 04:05:06', make: 'Aperture' })),
  'place.heic': heic(exif(place)),
  'place.png': png(exif(place)),
  'place.webp': webp(exif(place)),
  'place.mp4': mp4(),
  'plain.jpg': jpeg(),
  'holiday.jpg': dicom(),
};
const clinical = `Healing well on day ten, post-op ${canary}`;
const harmless = `A walk by the lake ${canary}`;

/**
 * How files come without being chosen. Firefox leaves files out of clipboard events that
 * scripts make, and its clipboard takes no pictures when headless: no test can paste one.
 */
const waysIn = { chromium: ['paste', 'drop'], firefox: ['drop'] };

/**
 * @param {() => import('../harness/stage.mjs').Stage} stage
 * @param {string} browser its name
 */
export function attachments(stage, browser) {
  describe('attachments', () => {
    let folder;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'bedside-media-'));
      for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const test = (name, body, kind = 'Draft.js') =>
      it(name, { timeout: 60_000 }, async () => {
        const composer = await Composer.open(await stage().driver(), kind);
        try {
          await body(composer, (file) => choose(composer, join(folder, file)));
          assert.deepEqual(await composer.violations(), [], "nothing broke the page's policy");
          assert.equal(await composer.isFocused(), true, 'the caret stays in the draft');
        } finally {
          await composer.close();
        }
      });

    for (const kind of ['Draft.js', 'Lexical', 'textarea']) {
      test(
        `${kind}: a photo beside clinical words, whatever came first`,
        async (composer, add) => {
          await composer.type(clinical);
          await add('plain.jpg');
          assert.match(await composer.appears('attached'), /A photo goes out with this post/);
          await composer.click('attached-close');
          await composer.disappears('attached');
          await composer.focus();
          await composer.type(' and dry');
          await noReminder(composer);
        },
        kind,
      );
    }

    test('a photo first, the words later; none beside other words', async (composer, add) => {
      await add('plain.jpg');
      await composer.focus();
      await composer.type(harmless);
      await noReminder(composer);
      await composer.type('. My patient was there');
      await composer.appears('attached');
    });

    test('in French beside French words', async (composer, add) => {
      await composer.type(`La plaie de ma patiente guérit bien après dix jours ${canary}`);
      await add('place.jpg');
      assert.match(await composer.appears('attached'), /le lieu de la prise\u00a0: 2 détails/);
    });

    for (const name of ['place.jpg', 'place.heic', 'place.png', 'place.webp', 'place.mp4']) {
      test(`${name} says where it was taken`, async (composer, add) => {
        await composer.type(harmless);
        await add(name);
        const said = await composer.appears('attached');
        const n = name === 'place.mp4' ? 3 : 2;
        const noun = name === 'place.mp4' ? 'video' : 'photo';
        assert.ok(
          said.includes(`This ${noun} holds the place where it was taken: ${n} details.`),
          said,
        );
        assert.match(said, /How to remove it/);
      });
    }

    test('a radiology file under another name', async (composer, add) => {
      await add('holiday.jpg');
      assert.match(await composer.appears('attached'), /DICOM/);
      await composer.focus();
    });

    for (const way of waysIn[browser]) {
      test(`by ${way}`, async (composer) => {
        await composer.type(clinical);
        await composer.page.evaluate(give, way, [...files['place.jpg']]);
        assert.match(await composer.appears('attached'), /2 details/);
      });
    }

    test('a live stream', async (composer) => {
      await composer.type(clinical);
      await composer.page.evaluate(() => {
        const button = document.createElement('button');
        button.textContent = 'Live video';
        button.id = 'live';
        button.addEventListener('mousedown', (event) => event.preventDefault());
        document.querySelector('.composer').append(button);
      });
      await composer.page.click('#live');
      assert.match(await composer.appears('attached'), /live stream/);
    });

    for (const [lang, role] of [
      ['en', 'trainee'],
      ['fr', 'physician'],
    ]) {
      it(`the notice as it looks, ${lang}`, { timeout: 60_000 }, async () => {
        const driver = await stage().driver();
        await keep(driver, { lang, role });
        const composer = await Composer.open(driver, 'Draft.js');
        try {
          await composer.type(clinical);
          await choose(composer, join(folder, 'place.jpg'));
          await composer.appears('attached');
          const looks = await driver.inShadow(composer.page, (root) => {
            const notice = root.querySelector('[data-bedside="attached"]');
            notice.querySelector('details').open = true;
            const { position, borderTopStyle } = getComputedStyle(notice);
            return `${position} ${borderTopStyle}`;
          });
          assert.equal(looks, 'fixed solid', 'it stands beside the composer, in its own box');
          await until('all of it is in the window', () =>
            driver.inShadow(composer.page, (root) => {
              const notice = root.querySelector('[data-bedside="attached"]');
              return notice.getBoundingClientRect().bottom <= innerHeight;
            }),
          );
          for (const scheme of ['light', 'dark']) {
            await driver.prefer(composer.page, scheme);
            await shoot(driver, composer.page, `attached-${lang}-${scheme}`);
            const wrong = await violationsInside(driver, composer.page);
            assert.deepEqual(wrong, [], `${lang}, ${scheme}`);
          }
        } finally {
          await composer.close();
          await keep(driver, {});
        }
      });
    }

    test('what was posted is forgotten', async (composer, add) => {
      await add('place.jpg');
      await composer.focus();
      await composer.type(harmless);
      await composer.appears('attached');
      await composer.clickPost();
      await composer.holds('');
      await composer.disappears('attached');
      await composer.focus();
      await composer.type(clinical);
      await noReminder(composer);
    });
  });
}

const noReminder = (composer) =>
  stays(
    'no reminder',
    () => composer.shown('attached'),
    (text) => text === null,
  );

/** Chooses a file as an author does: with the site's own input, which the page adds. */
async function choose({ page }, path) {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    made.style.display = 'none';
    document.querySelector('.composer').append(made);
    return made;
  });
  await input.uploadFile(path);
}

/** Runs in the page: hands over a file as clipboard or mouse do. */
function give(way, bytes) {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' }));
  const event =
    way === 'paste'
      ? new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data })
      : new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
  // The page takes the file, as sites do.
  addEventListener(way, (e) => e.preventDefault(), { once: true });
  document.activeElement.dispatchEvent(event);
}
