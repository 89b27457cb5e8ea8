import type { Kind, Site } from './site';
import { labelOf, messaging } from './words';

function kind(composer: Element): Kind {
  const label = labelOf(composer);
  if (messaging.test(label) || location.pathname.startsWith('/direct/')) return 'message';
  return composer.localName === 'textarea' ? 'comment' : 'post';
}

export const instagram: Site = {
  id: 'instagram',
  name: 'Instagram',
  matches: ['https://www.instagram.com/*'],
  composer: ['textarea', '[role="textbox"][contenteditable="true"]'].join(),
  post: [
    {
      is: '[role="button"], button',
      called: /^(post|publier|share|partager|send|envoyer|done|terminé)$/i,
    },
  ],
  media: '[role="dialog"] img[src^="blob:"], [role="dialog"] video, [role="dialog"] canvas',
  room: (text) => 2_200 - text.length,
  kind,
  enterPosts: (composer) => kind(composer) !== 'post',
  audience: (composer) => (kind(composer) === 'message' ? 'one' : null),
};
