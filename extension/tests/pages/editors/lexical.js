// Lexical rich text with history, and mentions that are drawn by the page (decorators).

import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { registerRichText } from '@lexical/rich-text';
import { $getRoot, $getSelection, createEditor, DecoratorNode } from 'lexical';
import { element, openSite } from '../site.js';

const mergeWithin = 300; // ms; edits closer together than this are one step of undo

class Mention extends DecoratorNode {
  static getType() {
    return 'mention';
  }
  static clone(node) {
    return new Mention(node.__key);
  }
  static importJSON() {
    return new Mention();
  }
  exportJSON() {
    return { type: 'mention', version: 1 };
  }
  createDOM() {
    return element('span', { contenteditable: 'false', class: 'mention' }, '@AnnDoe');
  }
  updateDOM() {
    return false;
  }
  decorate() {
    return null;
  }
  isInline() {
    return true;
  }
  getTextContent() {
    return '@AnnDoe';
  }
}

openSite(({ holder, attributes, changed }) => {
  const field = element('div', {
    contenteditable: 'true',
    role: 'textbox',
    spellcheck: 'true',
    tabindex: '0',
    'data-lexical-editor': 'true',
    ...attributes,
  });
  holder.append(field);
  const editor = createEditor({
    namespace: 'composer',
    nodes: [Mention],
    onError(error) {
      throw error;
    },
  });
  registerRichText(editor);
  registerHistory(editor, createEmptyHistoryState(), mergeWithin);
  editor.setRootElement(field);
  editor.registerUpdateListener(changed);
  return {
    field,
    read: () =>
      editor.getEditorState().read(() => $getRoot().getTextContent().replaceAll('\n\n', '\n')),
    clear: () => editor.update(() => $getRoot().clear(), { discrete: true }),
    atom: () => editor.update(() => $getSelection().insertNodes([new Mention()])),
  };
});
