// Slate under React 19, with mentions that are void.

import { createElement, useMemo } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { createEditor, Transforms } from 'slate';
import { withHistory } from 'slate-history';
import { Editable, Slate, withReact } from 'slate-react';
import { openSite } from '../site.js';

const empty = () => [{ type: 'paragraph', children: [{ text: '' }] }];
const isMention = ({ type }) => type === 'mention';

function withMentions(editor) {
  const { isInline, isVoid } = editor;
  editor.isInline = (node) => isMention(node) || isInline(node);
  editor.isVoid = (node) => isMention(node) || isVoid(node);
  return editor;
}

function Piece({ attributes, children, element }) {
  if (!isMention(element)) return createElement('p', attributes, children);
  const props = { ...attributes, contentEditable: false, className: 'mention' };
  return createElement('span', props, '@AnnDoe', children);
}

const textOf = (node) =>
  isMention(node) ? '@AnnDoe' : (node.text ?? node.children.map(textOf).join(''));

function Composer({ begun, attributes, changed }) {
  const editor = useMemo(() => withMentions(withHistory(withReact(createEditor()))), []);
  begun.read = () => editor.children.map(textOf).join('\n');
  begun.clear = () => {
    Transforms.deselect(editor);
    for (const _ of [...editor.children]) Transforms.removeNodes(editor, { at: [0] });
    Transforms.insertNodes(editor, empty(), { at: [0] });
    Transforms.select(editor, [0]);
  };
  begun.atom = () => {
    Transforms.insertNodes(editor, { type: 'mention', children: [{ text: '' }] });
    Transforms.move(editor);
  };
  const renderElement = (props) => createElement(Piece, props);
  return createElement(
    Slate,
    { editor, initialValue: empty(), onChange: changed },
    createElement(Editable, { ...attributes, renderElement }),
  );
}

openSite(({ holder, ...rest }) => {
  const begun = {};
  flushSync(() => createRoot(holder).render(createElement(Composer, { begun, ...rest })));
  begun.field = holder.querySelector('[contenteditable]');
  return begun;
});
