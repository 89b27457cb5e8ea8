/**
 * Whether a page is as Bedside knows it. Sites change without a word, and a composer that
 * is no longer recognised would look like a draft without findings; so the popup asks.
 */
import { isInPage } from '../dom';
import type { Fit } from '../protocol';
import type { Site } from '../sites';
import { controlsIn, type Drafts, nearest } from './attempt';

/** Fields that nobody posts from. */
const search = '[role="searchbox"], [role="combobox"], [type="search"], [name="q"]';

/** What can be said of the field that was focused last. */
export function fitOf(last: HTMLElement | null, site: Site, drafts: Drafts): Fit {
  const { id } = site;
  const field = last && isInPage(last) ? editable(last) : null;
  if (!field) return { site: id, fit: 'idle' };
  const composer = field.closest<HTMLElement>(site.composer);
  if (!composer) return { site: id, fit: field.matches(search) ? 'idle' : 'unknown field' };
  const reached =
    site.enterPosts(composer) ||
    controlsIn(document, site).some((c) => nearest(c, site, drafts).fields.includes(composer));
  return { site: id, fit: reached ? 'good' : 'no post control' };
}

/** The many-lined field that a focused element is part of. */
function editable(element: HTMLElement): HTMLElement | null {
  const host = element.closest<HTMLElement>(
    '[contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]',
  );
  return host ?? (element.localName === 'textarea' ? element : null);
}
