import { closest, findAll } from '../dom';
import { type Kind, type Site, sends } from './site';
import { commenting, labelOf, messaging, sending } from './words';

const noInput =
  ':not([role="searchbox"]):not([role="combobox"]):not([name="q"]):not([autocomplete^="cc-"])' +
  ':not([autocomplete="username"]):not([autocomplete="email"]):not([autocomplete="one-time-code"])';

function kind(composer: Element): Kind {
  const label = labelOf(composer);
  if (messaging.test(label)) return 'message';
  return commenting.test(label) ? 'comment' : 'post';
}

/** Any editable field on a site that the author adds. */
export const any: Site = {
  id: 'any',
  name: '',
  matches: [],
  composer: [
    '[contenteditable="true"], [contenteditable=""], [contenteditable="plaintext-only"]',
    `textarea${noInput}`,
    `input:is([type="text"], :not([type]))${noInput}`,
  ].join(),
  post: [
    { is: 'form button[type="submit"], form input[type="submit"], form button:not([type])' },
    { is: 'button, [role="button"], input[type="button"]', called: sending },
  ],
  together: 'form',
  deep: true,
  media: 'form img[src^="blob:"]',
  kind,
  // Where a message has no button, Enter is all there is.
  enterPosts: (composer) =>
    kind(composer) === 'message' &&
    !findAll(closest(composer, 'form') ?? composer.parentNode!, 'button', false).some((button) =>
      sends(any, button),
    ),
};
