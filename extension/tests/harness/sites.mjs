// The replica composers: one for each way of writing on each site, built from the real
// editor with the attributes the site gives it. What is not said here is the same for
// all (../pages/site.js).

/**
 * @typedef {object} Replica
 * @property {string} url where it is served
 * @property {string} editor the page script, ../pages/editors/NAME.js
 * @property {string} html the site's markup; an editor begins in each [data-draft]
 * @property {Record<string, string>} [attributes] of the field; %n is its number
 * @property {string} field CSS selector of what takes the keys (>>> goes into shadow roots)
 * @property {string} [button] CSS selector of what posts
 * @property {string[]} ways keys that post: 'Enter', 'Control+Enter'
 * @property {string} [add] CSS selector of what adds a post to the thread
 * @property {{name: string, body: string, holders: number}} [frame] the frame that the
 *   editors are in, in the place marked [data-frame]
 * @property {boolean} [trusted] false where the editor writes HTML as plain strings
 * @property {boolean} [added] true for a site that the author adds
 * @property {string} [said] what the same author said before, on the same page
 * @property {string} [atom] what the editor's own atom reads as
 */

const box = (label, more = {}) => ({ 'aria-label': label, ...more });
const field = '<div class="field" data-draft></div>';

const saidBefore = 'Admitted a man with a STEMI this morning.';

/** @type {Record<string, Replica>} */
export const composers = {
  'Draft.js': {
    url: 'https://x.com/compose/post',
    editor: 'draft',
    html: `<div class="composer" role="dialog" aria-label="Compose">
      <div data-testid="UserAvatar-Container-drdoe"></div>
      <div class="field" data-testid="tweetTextarea_0RichTextInputContainer" data-draft></div>
      <div class="toolbar" data-testid="toolBar">
        <button type="button" data-testid="addButton" aria-label="Add post">+</button>
        <button type="button" role="button" data-testid="tweetButton">Post</button>
      </div></div>`,
    attributes: box('Post text', {
      'data-testid': 'tweetTextarea_%n',
      'aria-placeholder': 'What is happening?',
    }),
    field: '[data-testid="tweetTextarea_0"]',
    button: '[data-testid="tweetButton"]',
    ways: ['Control+Enter'],
    add: '[data-testid="addButton"]',
    atom: '@AnnDoe',
  },
  textarea: {
    url: 'https://x.com/intent/post',
    editor: 'field',
    html: `<form class="composer">${field}<div class="toolbar">
      <button type="submit" data-testid="tweetButton">Reply</button></div></form>`,
    attributes: box('Post your reply', {
      'data-testid': 'tweetTextarea_%n',
      placeholder: 'Post your reply',
    }),
    field: 'textarea',
    button: '[data-testid="tweetButton"]',
    ways: ['Control+Enter'],
  },
  'X reply chain': {
    url: 'https://x.com/drdoe/status/1',
    said: saidBefore,
    editor: 'draft',
    html: `<div data-testid="primaryColumn"><article data-testid="tweet">
        <div data-testid="UserAvatar-Container-drdoe"></div>
        <div data-testid="User-Name"><a href="/drdoe">Dr Doe</a></div>
        <div data-testid="tweetText">${saidBefore}</div></article>
      <div class="composer" data-testid="inline_reply_offscreen">
        <div data-testid="UserAvatar-Container-drdoe"></div>${field}
        <div class="toolbar">
          <button type="button" data-testid="tweetButtonInline">Reply</button></div></div></div>`,
    attributes: box('Post text', { 'data-testid': 'tweetTextarea_%n' }),
    field: '[data-testid="tweetTextarea_0"]',
    button: '[data-testid="tweetButtonInline"]',
    ways: ['Control+Enter'],
  },
  'X message': {
    url: 'https://x.com/messages/1',
    editor: 'field',
    html: `<aside class="composer">${field}<div class="toolbar">
      <button type="button" data-testid="dm-composer-send-button" aria-label="Send">➤</button>
      </div></aside>`,
    attributes: { 'data-testid': 'dm-composer-textarea', placeholder: 'Start a new message' },
    field: 'textarea',
    button: '[data-testid="dm-composer-send-button"]',
    ways: ['Enter'],
  },
  Lexical: {
    url: 'https://www.facebook.com/',
    editor: 'lexical',
    html: `<div class="composer" role="dialog" aria-label="Create post"><form method="POST">
      ${field}<div class="toolbar">
      <div class="button" role="button" tabindex="0" aria-label="Post">Post</div></div>
      </form></div>`,
    attributes: box("What's on your mind?"),
    field: '[role="textbox"]',
    button: '[role="button"][aria-label="Post"]',
    ways: ['Control+Enter'],
    atom: '@AnnDoe',
  },
  'Lexical comment': {
    url: 'https://www.facebook.com/comment',
    editor: 'lexical',
    html: `<div class="composer" role="article" aria-label="Comment"><form method="POST">
      ${field}</form></div>`,
    attributes: box('Write a comment…'),
    field: '[role="textbox"]',
    ways: ['Enter'],
  },
  'Facebook group, in French': {
    url: 'https://www.facebook.com/groups/1',
    editor: 'lexical',
    html: `<div class="composer" role="dialog" aria-label="Créer une publication">
      <form method="POST">${field}<div class="toolbar">
      <div class="button" role="button" tabindex="0" aria-label="Publier">Publier</div></div>
      </form></div>`,
    attributes: box('Écrivez quelque chose…'),
    field: '[role="textbox"]',
    button: '[role="button"][aria-label="Publier"]',
    ways: [],
  },
  Messenger: {
    url: 'https://www.messenger.com/t/1',
    editor: 'lexical',
    html: `<div class="composer" role="group">${field}
      <div class="button" role="button" tabindex="0" aria-label="Press enter to send">➤</div></div>`,
    attributes: box('Message'),
    field: '[role="textbox"]',
    button: '[aria-label="Press enter to send"]',
    ways: ['Enter'],
  },
  'LinkedIn post': {
    url: 'https://www.linkedin.com/feed/',
    editor: 'quill',
    trusted: false,
    html: `<dialog class="composer" aria-label="Create post" data-modal>
      <div class="share-creation-state">${field}</div><div class="share-box_actions toolbar">
      <button type="button" class="share-actions__primary-action">Post</button></div></dialog>`,
    attributes: box('Text editor for creating content', { role: 'textbox' }),
    field: '.ql-editor',
    button: '.share-actions__primary-action',
    ways: [],
    atom: '\u{1F600}',
  },
  'LinkedIn message': {
    url: 'https://www.linkedin.com/messaging/',
    editor: 'plain',
    html: `<form class="composer msg-form">${field}<div class="toolbar">
      <button type="submit" class="msg-form__send-button">Send</button></div></form>`,
    attributes: box('Write a message…', {
      class: 'msg-form__contenteditable',
      role: 'textbox',
      'aria-multiline': 'true',
    }),
    field: '.msg-form__contenteditable',
    button: '.msg-form__send-button',
    ways: ['Control+Enter'],
    atom: '\u{1F600}',
  },
  'Instagram caption': {
    url: 'https://www.instagram.com/create/details/',
    editor: 'lexical',
    html: `<div class="composer" role="dialog" aria-label="Create new post"><div class="toolbar">
      <div class="button" role="button" tabindex="0">Share</div></div>${field}</div>`,
    attributes: box('Write a caption...', { 'aria-placeholder': 'Write a caption...' }),
    field: '[role="textbox"]',
    button: '.toolbar [role="button"]',
    ways: [],
  },
  'Instagram comment': {
    url: 'https://www.instagram.com/p/1/',
    editor: 'field',
    html: `<form class="composer" method="POST">${field}
      <div class="button" role="button" tabindex="0">Publier</div></form>`,
    attributes: box('Ajouter un commentaire…', { placeholder: 'Ajouter un commentaire…' }),
    field: 'textarea',
    button: '[role="button"]',
    ways: ['Enter'],
  },
  Threads: {
    url: 'https://www.threads.com/',
    editor: 'lexical',
    html: `<div class="composer" role="dialog">${field}
      <div class="button" role="button" tabindex="0" data-add>Add to thread</div>
      <div class="toolbar"><div class="button" role="button" tabindex="0" data-post>Post</div></div>
      </div>`,
    attributes: box('Empty text field. Type to compose a new post.'),
    field: '[role="textbox"]',
    button: '[data-post]',
    ways: [],
    add: '[data-add]',
  },
  Bluesky: {
    url: 'https://bsky.app/intent/compose',
    editor: 'tiptap',
    trusted: false,
    html: `<div class="composer" aria-modal="true" role="dialog"><div class="toolbar">
      <button type="button" data-testid="composerPublishBtn" aria-label="Publish post">Post</button>
      </div>${field}<button type="button" aria-label="Add another post to thread" data-add>+</button>
      </div>`,
    attributes: box('Rich-Text Editor', { role: 'textbox' }),
    field: '.ProseMirror',
    button: '[data-testid="composerPublishBtn"]',
    ways: ['Control+Enter'],
    add: '[data-add]',
    atom: '@AnnDoe',
  },
  Mastodon: {
    url: 'https://social.example/home',
    editor: 'field',
    added: true,
    html: `<div id="mastodon"><form class="composer compose-form">
      <div class="field compose-form__autosuggest-wrapper" data-draft></div>
      <div class="compose-form__dropdowns"><button type="button" class="dropdown-button">Public</button></div>
      <div class="toolbar"><span class="character-counter">5000</span>
      <button type="submit" class="button">Post</button></div></form></div>`,
    attributes: {
      class: 'autosuggest-textarea__textarea',
      placeholder: 'What is on your mind?',
      'aria-autocomplete': 'list',
    },
    field: 'textarea',
    button: '.compose-form [type="submit"]',
    ways: ['Control+Enter'],
  },
  'Reddit comment': {
    url: 'https://www.reddit.com/r/medicine/comments/1/',
    editor: 'lexical',
    html: `<shreddit-composer class="composer"><template shadowrootmode="open">
      <slot name="rte"></slot><slot name="submit-button"></slot></template>
      <div slot="rte">${field}</div>
      <button type="button" slot="submit-button">Comment</button></shreddit-composer>`,
    attributes: box('', { slot: 'rte', name: 'body' }),
    field: '[contenteditable]',
    button: '[slot="submit-button"]',
    ways: ['Control+Enter'],
  },
  'Reddit post': {
    url: 'https://www.reddit.com/r/medicine/submit/',
    editor: 'field',
    html: `<r-post-composer-form class="composer">
      <faceplate-textarea-input name="title"><template shadowrootmode="open">
        <div data-draft data-attributes='{"id":"innerTextArea"}'></div></template>
      </faceplate-textarea-input>
      <shreddit-markdown-composer><template shadowrootmode="open">
        <div data-draft data-attributes='{"placeholder":"Body"}'></div></template>
      </shreddit-markdown-composer>
      <r-post-form-submit-button id="submit-post-button"><template shadowrootmode="open">
        <button type="button" id="inner-post-submit-button">Post</button></template>
      </r-post-form-submit-button></r-post-composer-form>`,
    field: 'faceplate-textarea-input >>> textarea',
    button: 'r-post-form-submit-button >>> button',
    ways: [],
  },
  YouTube: {
    url: 'https://www.youtube.com/watch',
    editor: 'plain',
    html: `<ytd-commentbox class="composer" id="commentbox"><div class="field" data-draft></div>
      <div class="toolbar"><ytd-button-renderer id="submit-button">
      <button type="button" aria-label="Comment">Comment</button></ytd-button-renderer></div>
      </ytd-commentbox>`,
    attributes: box('Add a comment...', { id: 'contenteditable-root', dir: 'auto' }),
    field: '#contenteditable-root',
    button: '#submit-button button',
    ways: ['Control+Enter'],
  },
  WordPress: {
    url: 'https://drdoe.wordpress.com/wp-admin/post-new.php',
    editor: 'plain',
    html: `<div class="composer interface-interface-skeleton"><div class="editor-header toolbar">
      <button type="button" class="editor-post-publish-button editor-post-publish-button__button">
      Publish</button></div><div class="block-editor" data-frame></div></div>`,
    frame: { name: 'editor-canvas', body: 'block-editor-writing-flow', holders: 2 },
    attributes: {
      tag: 'p',
      class: 'block-editor-rich-text__editable wp-block-paragraph',
      role: 'document',
      'aria-label': 'Block: Paragraph %n',
    },
    field: '.block-editor-rich-text__editable',
    button: '.editor-post-publish-button',
    ways: [],
  },
  'Medium story': {
    url: 'https://medium.com/new-story',
    editor: 'plain',
    html: `<div class="composer"><div class="toolbar">
      <button type="button" class="button--publish js-publishButton">Publish</button></div>
      <div class="postArticle-content js-postField">${field}</div></div>`,
    attributes: box('Tell your story…', { class: 'editor-inner', role: 'textbox' }),
    field: '.editor-inner',
    button: '.js-publishButton',
    ways: [],
  },
  'Medium response': {
    url: 'https://drdoe.medium.com/a-story-1',
    editor: 'slate',
    html: `<div class="composer" role="dialog">${field}<div class="toolbar">
      <button type="button">Respond</button></div></div>`,
    attributes: box('What are your thoughts?', { role: 'textbox' }),
    field: '[data-slate-editor]',
    button: '.toolbar button',
    ways: [],
    atom: '@AnnDoe',
  },
  Doximity: {
    url: 'https://www.doximity.com/newsfeed',
    editor: 'field',
    html: `<form class="composer">${field}<div class="toolbar">
      <button type="submit">Comment</button></div></form>`,
    attributes: { placeholder: 'Add a comment' },
    field: 'textarea',
    button: '[type="submit"]',
    ways: [],
  },
  'CKEditor on an added site': {
    url: 'https://forum.example/topic/1',
    editor: 'ckeditor',
    trusted: false,
    added: true,
    html: `<form class="composer">${field}<div class="toolbar">
      <button type="submit">Submit reply</button></div></form>`,
    field: '.ck-editor__editable',
    button: '[type="submit"]',
    ways: [],
  },
  'shadow root on an added site': {
    url: 'https://notes.example/new',
    editor: 'plain',
    added: true,
    html: `<note-editor class="composer"><template shadowrootmode="open">
      <div data-draft></div><button type="button">Send</button></template></note-editor>`,
    attributes: box('Note', { role: 'textbox' }),
    field: 'note-editor >>> [contenteditable]',
    button: 'note-editor >>> button',
    ways: [],
  },
  'input on an added site': {
    url: 'https://clinic.example/board',
    editor: 'field',
    added: true,
    html: `<form class="composer">${field}<div class="toolbar">
      <input type="submit" value="Go"></div></form>`,
    attributes: { tag: 'input', placeholder: 'Say something', name: 'line' },
    field: 'input[name="line"]',
    button: '[type="submit"]',
    ways: ['Enter'],
  },
};
