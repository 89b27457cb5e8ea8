// TipTap, which is ProseMirror: plain paragraphs, hard breaks, mentions.

import { Editor, Node } from '@tiptap/core';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { UndoRedo } from '@tiptap/extensions';
import { openSite } from '../site.js';

const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  renderHTML: () => ['span', { class: 'mention' }, '@AnnDoe'],
  renderText: () => '@AnnDoe',
});

openSite(({ holder, attributes, changed }) => {
  const editor = new Editor({
    element: holder,
    extensions: [Document, Paragraph, Text, HardBreak, UndoRedo, Mention],
    editorProps: { attributes },
    injectCSS: false,
    onUpdate: changed,
  });
  return {
    field: editor.view.dom,
    read: () => editor.getText({ blockSeparator: '\n' }),
    clear: () => editor.commands.clearContent(true),
    atom: () => editor.commands.insertContent({ type: 'mention' }),
  };
});
