import { closest } from '../dom';
import type { Site } from './site';
import { commenting, labelOf } from './words';

export const medium: Site = {
  id: 'medium',
  name: 'Medium',
  matches: ['https://medium.com/*', 'https://*.medium.com/*'],
  composer: [
    '.postArticle-content[contenteditable="true"], .postArticle-content [contenteditable="true"]',
    '.editor-inner[contenteditable="true"]',
    '[data-slate-editor="true"][contenteditable="true"]',
    '[role="textbox"][contenteditable="true"]',
  ].join(),
  post: [
    { is: '.js-publishButton, [data-action="publish"], [data-testid="publishConfirmButton"]' },
    {
      is: 'button',
      called:
        /^(publish|publish now|respond|update|save and publish|publier|publier maintenant|répondre)$/i,
    },
  ],
  media: '.postArticle-content figure img, .postArticle-content figure iframe',
  kind: (composer) =>
    closest(composer, '.postArticle-content, .editor-inner') ||
    !(commenting.test(labelOf(composer)) || composer.matches('[data-slate-editor]'))
      ? 'post'
      : 'comment',
  enterPosts: () => false,
  audience: () => 'everyone',
};
