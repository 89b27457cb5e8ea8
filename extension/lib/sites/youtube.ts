import { closest } from '../dom';
import type { Kind, Site } from './site';

const live = 'yt-live-chat-text-input-field-renderer, yt-live-chat-message-input-renderer';
const posting =
  'ytd-backstage-post-dialog-renderer, ytcp-social-suggestions-textbox, ytcp-uploads-dialog';

const kind = (composer: Element): Kind => (closest(composer, posting) ? 'post' : 'comment');

export const youtube: Site = {
  id: 'youtube',
  name: 'YouTube',
  matches: ['https://www.youtube.com/*', 'https://m.youtube.com/*', 'https://studio.youtube.com/*'],
  composer: [
    '#contenteditable-root[contenteditable="true"]',
    `:is(${live}) [contenteditable]`,
    '#textbox[contenteditable="true"]',
    'ytm-comment-reply-dialog-renderer textarea, textarea.comment-simplebox-reply',
  ].join(),
  post: [
    { is: '#submit-button, #submit-button button, #send-button button, #done-button' },
    { is: 'button', called: /^(comment|reply|commenter|répondre|post|publier)$/i },
  ],
  deep: true,
  media: 'ytd-backstage-post-dialog-renderer img[src^="blob:"], ytcp-uploads-dialog video',
  room: (text, composer) => (closest(composer, live) ? 200 : 10_000) - text.length,
  kind,
  enterPosts: (composer) => closest(composer, live) !== null,
  audience: () => 'everyone',
};
