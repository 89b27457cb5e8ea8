// Draft.js under React 17, with coloured hashtags and mentions that go as one.

import { CompositeDecorator, ContentState, Editor, EditorState, Modifier } from 'draft-js';
import { createElement, useEffect, useState } from 'react';
import { render } from 'react-dom';
import { openSite } from '../site.js';

const span = (className) => (props) => createElement('span', { className }, props.children);
const decorator = new CompositeDecorator([
  {
    strategy(block, mark) {
      for (const match of block.getText().matchAll(/#\w+/g)) {
        mark(match.index, match.index + match[0].length);
      }
    },
    component: span('hashtag'),
  },
  {
    strategy(block, mark) {
      block.findEntityRanges((letter) => letter.getEntity() !== null, mark);
    },
    component: span('mention'),
  },
]);

function Composer({ begun, attributes, changed }) {
  const [state, setState] = useState(() => EditorState.createEmpty(decorator));
  const content = state.getCurrentContent();
  begun.read = () => content.getPlainText('\n');
  begun.clear = () => {
    const empty = EditorState.push(state, ContentState.createFromText(''));
    setState(state.getSelection().getHasFocus() ? EditorState.moveFocusToEnd(empty) : empty);
  };
  begun.atom = () => {
    const named = content.createEntity('MENTION', 'IMMUTABLE');
    const key = named.getLastCreatedEntityKey();
    const put = Modifier.insertText(named, state.getSelection(), '@AnnDoe', undefined, key);
    setState(EditorState.push(state, put, 'insert-characters'));
  };
  useEffect(changed);
  return createElement(Editor, {
    editorState: state,
    onChange: setState,
    ariaLabel: attributes['aria-label'],
    ariaMultiline: true,
    role: 'textbox',
    placeholder: attributes['aria-placeholder'],
    webDriverTestID: attributes['data-testid'],
  });
}

openSite(({ holder, ...rest }) => {
  const begun = {};
  render(createElement(Composer, { begun, ...rest }), holder);
  begun.field = holder.querySelector('[contenteditable]');
  return begun;
});
