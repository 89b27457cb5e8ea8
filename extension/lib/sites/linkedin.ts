import { type Kind, nameOf, type Site } from './site';
import { commenting, labelOf, messaging, sending } from './words';

const messageForm = '.msg-form, [class*="msg-form"]';
const commentForm = '[class*="comments-comment"], [componentkey*="comment" i]';
const sendButton = '[class*="msg-form__send-b"]';

function kind(composer: Element): Kind {
  const label = labelOf(composer);
  if (composer.closest(messageForm) || messaging.test(label)) return 'message';
  if (composer.closest(commentForm)) return 'comment';
  return commenting.test(label) || /creating comment/i.test(label) ? 'comment' : 'post';
}

/** Longest texts, characters (LinkedIn's help pages). */
const longest: Record<Kind, number> = { post: 3_000, comment: 1_250, message: 8_000 };

export const linkedin: Site = {
  id: 'linkedin',
  name: 'LinkedIn',
  matches: ['https://www.linkedin.com/*'],
  composer: [
    '.ql-editor[contenteditable="true"]',
    '.ProseMirror[contenteditable="true"]',
    '[class*="msg-form__contenteditable"][contenteditable="true"]',
    '[role="textbox"][contenteditable="true"]',
    'textarea[name="message"]',
    'textarea[id*="headline"]',
  ].join(),
  post: [
    { is: '.share-actions__primary-action' },
    { is: '[class*="comments-comment-box__submit-button"]' },
    { is: sendButton },
    { is: 'form button, dialog button, [role="dialog"] button', called: sending },
    { is: 'button:not([aria-label])', called: sending },
    { is: '[class*="article-editor"] button', called: /^(next|suivant|publish|publier)$/i },
  ],
  media:
    '.share-creation-state__preview-container img, [class*="share"] video, dialog img[src^="blob:"]',
  room: (text, composer) => longest[kind(composer)] - text.length,
  kind,
  // Those who chose "press Enter to send" have no button to press.
  enterPosts: (composer) =>
    kind(composer) === 'message' && !composer.closest('form, .msg-form')?.querySelector(sendButton),
  audience(composer) {
    if (kind(composer) === 'message') return 'one';
    const choice = [
      ...(composer.closest('dialog, [role="dialog"]')?.querySelectorAll('button') ?? []),
    ]
      .map(nameOf)
      .find((name) => /post to|visible|publier|partager avec/i.test(name));
    if (!choice) return null;
    return /anyone|tout le monde/i.test(choice) ? 'everyone' : 'some';
  },
};
