import { countGraphemes } from './count';
import type { Kind, Site } from './site';

function kind(composer: Element): Kind {
  if (composer.localName === 'textarea') return 'message';
  const button = scopeOf(composer)?.querySelector('[data-testid="composerPublishBtn"]');
  const label = button?.getAttribute('aria-label') ?? '';
  return /repl|répon/i.test(label) ? 'comment' : 'post';
}

const scopeOf = (composer: Element) => composer.closest('[aria-modal="true"], [role="dialog"]');

export const bluesky: Site = {
  id: 'bluesky',
  name: 'Bluesky',
  matches: ['https://bsky.app/*'],
  composer: [
    '.ProseMirror[contenteditable="true"]',
    '[role="textbox"][contenteditable="true"]',
    'textarea[aria-label*="message" i], textarea[placeholder*="message" i]',
  ].join(),
  post: [
    { is: '[data-testid="composerPublishBtn"]' },
    {
      is: 'button, [role="button"]',
      called: /^(publish|publier)\b.*|^(post|reply|poster|répondre|post all|tout publier)$/i,
    },
    { is: 'button[aria-label]', called: /^(send message|envoyer (le|un) message)$/i },
  ],
  together: '[aria-modal="true"], [role="dialog"]',
  media: '[aria-modal="true"] img[src^="blob:"], [aria-modal="true"] video',
  room: (text, composer) => (kind(composer) === 'message' ? 1_000 : 300) - countGraphemes(text),
  kind,
  enterPosts: (composer) => kind(composer) === 'message',
  audience: (composer) => (kind(composer) === 'message' ? 'one' : 'everyone'),
};
