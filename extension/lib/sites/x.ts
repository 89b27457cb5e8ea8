import { closest } from '../dom';
import { weigh } from './count';
import type { Kind, Site } from './site';
import { sending } from './words';

const message = '[data-testid="dmComposerTextInput"], [data-testid="dm-composer-textarea"]';
const tweet = 'article[data-testid="tweet"]';

function kind(composer: Element): Kind {
  if (closest(composer, message)) return 'message';
  const inReply = composer.closest('[data-testid="inline_reply_offscreen"]');
  return inReply || tweetsAbove(composer).length > 0 ? 'comment' : 'post';
}

/** The posts that a reply is written under. */
function tweetsAbove(composer: Element): Element[] {
  const scope = composer.closest('[role="dialog"], [data-testid="primaryColumn"]');
  if (!scope) return [];
  const around = [...scope.querySelectorAll(tweet)];
  return around.filter(
    (t) => t.compareDocumentPosition(composer) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
}

/** The handle of who writes: the picture beside the composer names it. */
function authorOf(composer: Element): string | undefined {
  const picture = '[data-testid^="UserAvatar-Container-"]';
  for (let e: Element | null = composer; e; e = e.parentElement) {
    const own = [...e.querySelectorAll(picture)].find((p) => !p.closest(tweet));
    if (own) return own.getAttribute('data-testid')?.replace('UserAvatar-Container-', '');
  }
  return undefined;
}

export const x: Site = {
  id: 'x',
  name: 'X',
  matches: ['https://x.com/*', 'https://twitter.com/*', 'https://mobile.x.com/*'],
  composer: [
    '[data-testid^="tweetTextarea_"][contenteditable="true"]',
    '[data-testid^="tweetTextarea_"] [contenteditable="true"]',
    'textarea[data-testid^="tweetTextarea_"]',
    '[data-testid="dmComposerTextInput"][contenteditable="true"]',
    'textarea[data-testid="dm-composer-textarea"]',
    '[role="textbox"][contenteditable="true"]',
  ].join(),
  post: [
    { is: '[data-testid="tweetButton"], [data-testid="tweetButtonInline"]' },
    { is: '[data-testid="dmComposerSendButton"], [data-testid="dm-composer-send-button"]' },
    { is: '[role="dialog"] button', called: sending },
  ],
  together: '[role="dialog"]',
  media: '[data-testid="attachments"], [data-testid="tweetPhoto"], [data-testid="videoPlayer"]',
  room: (text, composer) => (closest(composer, message) ? 10_000 - text.length : 280 - weigh(text)),
  kind,
  enterPosts: (composer) => kind(composer) === 'message',
  audience: (composer) => (kind(composer) === 'message' ? 'one' : 'everyone'),
  earlier(composer) {
    const author = authorOf(composer);
    if (!author) return [];
    return tweetsAbove(composer)
      .filter((t) => t.querySelector(`[data-testid="User-Name"] a[href="/${CSS.escape(author)}"]`))
      .map((t) => t.querySelector('[data-testid="tweetText"]')?.textContent ?? '');
  },
};
