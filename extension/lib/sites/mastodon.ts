import { countStatus } from './count';
import { type Audience, nameOf, type Site } from './site';

const form = '.compose-form';
const handle = 'a[href^="/@"]';

const partOf = (composer: Element, selector: string) =>
  composer.closest(form)?.querySelector(selector) ?? null;

function audience(composer: Element): Audience | null {
  const choice = partOf(composer, 'button[class*="dropdown"], [class*="dropdown"] button');
  if (!choice) return null;
  const name = nameOf(choice);
  if (/public/i.test(name)) return 'everyone';
  return /specific|mention|direct|privé|private/i.test(name) ? 'one' : 'some';
}

/** Any Mastodon server that the author adds. */
export const mastodon: Site = {
  id: 'mastodon',
  name: 'Mastodon',
  matches: [],
  composer: [
    '.compose-form textarea',
    '.compose-form input[type="text"]',
    '.autosuggest-textarea__textarea',
  ].join(),
  post: [{ is: '.compose-form button[type="submit"], .compose-form__submit button' }],
  together: form,
  media: '.compose-form__upload, .compose-form__uploads img',
  room(text, composer) {
    // Servers set their own limit; the counter shows what is left of it.
    const left = Number.parseInt(partOf(composer, '.character-counter')?.textContent ?? '', 10);
    return Number.isNaN(left) ? 500 - countStatus(text) : left;
  },
  kind: (composer) => (partOf(composer, '.reply-indicator') ? 'comment' : 'post'),
  enterPosts: () => false,
  audience,
  earlier(composer) {
    const indicator = partOf(composer, '.reply-indicator');
    const author = indicator?.querySelector(handle)?.getAttribute('href');
    const own = partOf(
      composer,
      `.navigation-bar ${handle}, .compose-form__highlightable ~ ${handle}`,
    );
    if (!author || own?.getAttribute('href') !== author) return [];
    return [indicator?.querySelector('[class*="content"]')?.textContent ?? ''];
  },
};
