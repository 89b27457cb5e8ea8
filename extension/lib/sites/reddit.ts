import { closest } from '../dom';
import type { Kind, Site } from './site';

function kind(composer: Element): Kind {
  if (closest(composer, 'rs-message-composer, rs-app, .compose-message, #compose-message')) {
    return 'message';
  }
  const inPost = 'r-post-composer-form, [id*="post-composer"], #newlink, form[action*="submit"]';
  return closest(composer, inPost) ? 'post' : 'comment';
}

export const reddit: Site = {
  id: 'reddit',
  name: 'Reddit',
  matches: ['https://www.reddit.com/*', 'https://old.reddit.com/*', 'https://chat.reddit.com/*'],
  composer: [
    '[slot="rte"][contenteditable="true"]',
    '[role="textbox"][contenteditable="true"]',
    'textarea:not([role="searchbox"]):not([name="q"])',
  ].join(),
  post: [
    { is: '[slot="submit-button"], #submit-post-button, #inner-post-submit-button' },
    { is: '.usertext-buttons .save, button[name="submit"]' },
    {
      is: 'button',
      called:
        /^(post|comment|reply|save edits|send message|publier|commenter|répondre|envoyer le message)$/i,
    },
  ],
  together: 'r-post-composer-form, #newlink, form[action*="submit"]',
  deep: true,
  media: 'r-post-media-input img, shreddit-composer img[src^="blob:"], shreddit-composer video',
  room: (text, composer) => (kind(composer) === 'post' ? 40_000 : 10_000) - text.length,
  kind,
  enterPosts: (composer) => closest(composer, 'rs-message-composer, rs-app') !== null,
  audience: (composer) => (kind(composer) === 'message' ? 'one' : 'everyone'),
};
