import { type Audience, type Kind, nameOf, type Site } from './site';
import { commenting, labelOf, messaging } from './words';

const answering = /^(answer as|comment as|reply to|répondre (à|en tant))/i;
const posting = /^(post|publier|share( now)?|partager( maintenant)?|save|enregistrer)$/i;

function kind(composer: Element): Kind {
  const label = labelOf(composer);
  if (messaging.test(label) || /\.?messenger\.com$/.test(location.hostname)) return 'message';
  return commenting.test(label) || answering.test(label) ? 'comment' : 'post';
}

/** "Edit privacy. Sharing with Public." and its like. */
function audience(composer: Element): Audience | null {
  if (kind(composer) === 'message') return 'one';
  const privacy = composer
    .closest('[role="dialog"]')
    ?.querySelector('[aria-label*="privacy" i], [aria-label*="confidentialité" i]');
  if (!privacy) return null;
  return /public|everyone|tout le monde/i.test(nameOf(privacy)) ? 'everyone' : 'some';
}

export const facebook: Site = {
  id: 'facebook',
  name: 'Facebook',
  matches: [
    'https://www.facebook.com/*',
    'https://m.facebook.com/*',
    'https://web.facebook.com/*',
    'https://www.messenger.com/*',
  ],
  composer: ['[role="textbox"][contenteditable="true"]', 'textarea:not([role="searchbox"])'].join(),
  post: [
    { is: '[role="button"][aria-label], button', called: posting },
    { is: '#focused-state-composer-submit [role="button"]' },
    {
      is: 'form [role="button"][aria-label]',
      called: /^(comment|reply|commenter|répondre)$/i,
    },
    {
      is: '[role="button"][aria-label]',
      called: /^(press enter to send|send|appuyez sur entrée pour envoyer|envoyer)$/i,
    },
    { is: 'button[name="view_post"], button[name="submit"]' },
  ],
  media: '[role="dialog"] [aria-label*="photo" i] img[src^="blob:"], form img[src^="blob:"], video',
  room: (text) => 63_206 - text.length,
  kind,
  enterPosts: (composer) => kind(composer) !== 'post',
  audience,
};
