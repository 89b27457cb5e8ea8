import { closest } from '../dom';
import type { Site } from './site';

const commentForm = '#commentform, .comment-respond, .wp-block-post-comments-form';

/** WordPress.com, and any WordPress that the author adds. */
export const wordpress: Site = {
  id: 'wordpress',
  name: 'WordPress',
  matches: ['https://wordpress.com/*', 'https://*.wordpress.com/*'],
  composer: [
    '.block-editor-rich-text__editable[contenteditable="true"]',
    '.editor-post-title__input, .wp-block-post-title[contenteditable="true"]',
    '.block-editor-plain-text, .editor-post-text-editor',
    '#tinymce[contenteditable="true"], .mce-content-body[contenteditable="true"]',
    'textarea#content, textarea.wp-editor-area, input#title',
    'textarea#comment, textarea[name="comment"]',
  ].join(),
  post: [
    { is: '.editor-post-publish-button' },
    { is: '#publish, #commentform [type="submit"], .comment-respond [type="submit"]' },
    {
      is: '.editor-header button, .editor-post-publish-panel button',
      called: /^(update|mettre à jour|save|enregistrer)$/i,
    },
  ],
  together: '.block-editor-writing-flow, .interface-interface-skeleton, form#post',
  deep: true,
  media: '.wp-block-image img, .wp-block-video video, .wp-block-gallery img',
  kind: (composer) => (closest(composer, commentForm) ? 'comment' : 'post'),
  enterPosts: () => false,
  audience: () => 'everyone',
};
