import type { Kind, Site } from './site';
import { labelOf, messaging } from './words';

const post = '[data-pressable-container]';

function kind(composer: Element): Kind {
  if (messaging.test(labelOf(composer))) return 'message';
  return above(composer).length > 0 ? 'comment' : 'post';
}

/** The posts that a reply is written under. */
function above(composer: Element): Element[] {
  const posts = composer.closest('[role="dialog"]')?.querySelectorAll(post) ?? [];
  return [...posts].filter(
    (p) => p.compareDocumentPosition(composer) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
}

export const threads: Site = {
  id: 'threads',
  name: 'Threads',
  matches: ['https://www.threads.com/*', 'https://www.threads.net/*'],
  composer: '[role="textbox"][contenteditable="true"]',
  post: [{ is: '[role="button"], button', called: /^(post|publier|send|envoyer)$/i }],
  together: '[role="dialog"]',
  media: '[role="dialog"] img[src^="blob:"], [role="dialog"] video',
  room: (text) => 500 - text.length,
  kind,
  enterPosts: (composer) => kind(composer) === 'message',
  audience: (composer) => (kind(composer) === 'message' ? 'one' : 'everyone'),
};
