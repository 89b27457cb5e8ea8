// The composers of Facebook: Lexical rich text with history. A post is written in a
// dialog, and its Post button is a div with a role, so that its keys are the page's own
// work. A comment, at /comment, has no button: Enter sends it.

import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { registerRichText } from '@lexical/rich-text';
import { $getRoot, COMMAND_PRIORITY_HIGH, createEditor, KEY_ENTER_COMMAND } from 'lexical';
import { post, reveal } from './report.js';

const mergeWithin = 300; // ms; edits closer together than this are one step of undo

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const comments = location.pathname === '/comment';
const field = element('div', {
  contenteditable: 'true',
  role: 'textbox',
  spellcheck: 'true',
  tabindex: '0',
  'aria-label': comments ? 'Write a comment…' : "What's on your mind?",
});
const form = element('form', { method: 'POST' }, element('div', { class: 'field' }, field));
const around = comments
  ? { role: 'article', 'aria-label': 'Comment', class: 'composer' }
  : { role: 'dialog', 'aria-label': 'Create post', class: 'composer' };
document.getElementById('root').append(element('div', around, form));

const editor = createEditor({
  namespace: 'composer',
  onError(error) {
    throw error;
  },
});
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), mergeWithin);
editor.setRootElement(field);

const read = () =>
  editor.getEditorState().read(() => $getRoot().getTextContent().replaceAll('\n\n', '\n'));
reveal(read);

function send() {
  const text = read();
  if (!text) return;
  post(text);
  editor.update(() => $getRoot().clear());
}

form.addEventListener('submit', (event) => event.preventDefault());
if (!comments) {
  const button = element(
    'div',
    { role: 'button', tabindex: '0', 'aria-label': 'Post', class: 'button' },
    'Post',
  );
  form.append(element('div', { class: 'toolbar' }, button));
  button.addEventListener('click', send);
  button.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      send();
    }
  });
}
editor.registerCommand(
  KEY_ENTER_COMMAND,
  (event) => {
    if (comments ? event.shiftKey : !event.ctrlKey) return false;
    event.preventDefault();
    send();
    return true;
  },
  COMMAND_PRIORITY_HIGH,
);
