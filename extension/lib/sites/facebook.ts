import type { Kind, Site } from './site';

const comment = /^(write a|comment|reply|answer as|écri(re|vez)|commenter|répondre)/i;
const message = /^(message|aa$)/i;

function kind(composer: Element): Kind {
  const label = composer.getAttribute('aria-label') ?? '';
  if (message.test(label)) return 'message';
  return comment.test(label) ? 'comment' : 'post';
}

export const facebook: Site = {
  id: 'facebook',
  name: 'Facebook',
  matches: ['https://www.facebook.com/*', 'https://m.facebook.com/*'],
  composer: ['[role="textbox"][contenteditable="true"]', 'textarea:not([role="searchbox"])'].join(),
  post: [
    '[aria-label="Post"][role="button"]',
    '[aria-label="Publier"][role="button"]',
    'button[aria-label="Post"]',
    'button[aria-label="Publier"]',
    'button[name="view_post"]',
  ].join(),
  kind,
  enterPosts: (composer) => kind(composer) !== 'post',
};
