import type { Kind, Site } from './site';

const message = '[data-testid="dmComposerTextInput"]';

function kind(composer: Element): Kind {
  if (composer.closest(message)) return 'message';
  const inReply = composer.closest('[data-testid="inline_reply_offscreen"]');
  return inReply ? 'comment' : 'post';
}

export const x: Site = {
  id: 'x',
  name: 'X',
  matches: ['https://x.com/*', 'https://twitter.com/*'],
  composer: [
    '[data-testid^="tweetTextarea_"][contenteditable="true"]',
    '[data-testid^="tweetTextarea_"] [contenteditable="true"]',
    'textarea[data-testid^="tweetTextarea_"]',
    '[role="textbox"][contenteditable="true"]',
    message,
  ].join(),
  post: [
    '[data-testid="tweetButton"]',
    '[data-testid="tweetButtonInline"]',
    '[data-testid="dmComposerSendButton"]',
  ].join(),
  limit: 280,
  kind,
  enterPosts: (composer) => kind(composer) === 'message',
};
