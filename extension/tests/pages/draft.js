// The composer of X: Draft.js under React 17, coloured hashtags, a Post button
// that is disabled while the composer is empty, and Ctrl+Enter to post.

import { CompositeDecorator, Editor, EditorState, getDefaultKeyBinding } from 'draft-js';
import { createElement, useState } from 'react';
import { render } from 'react-dom';
import { post, reveal } from './report.js';

const hashtags = new CompositeDecorator([
  {
    strategy(block, mark) {
      for (const match of block.getText().matchAll(/#\w+/g)) {
        mark(match.index, match.index + match[0].length);
      }
    },
    component: ({ children }) => createElement('span', { className: 'hashtag' }, children),
  },
]);

const isPostKey = (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey);

function Composer() {
  const [state, setState] = useState(() => EditorState.createEmpty(hashtags));
  const text = state.getCurrentContent().getPlainText('\n');
  reveal(() => text);

  const send = () => {
    post(text);
    const empty = EditorState.createEmpty(hashtags);
    const focused = state.getSelection().getHasFocus();
    setState(focused ? EditorState.moveFocusToEnd(empty) : empty);
  };
  const onKeyDown = (event) => {
    if (isPostKey(event) && text) {
      event.preventDefault();
      send();
    }
  };

  return createElement(
    'div',
    { className: 'composer', onKeyDown },
    createElement(
      'div',
      { className: 'field', 'data-testid': 'tweetTextarea_0RichTextInputContainer' },
      createElement(Editor, {
        editorState: state,
        onChange: setState,
        ariaLabel: 'Post text',
        ariaMultiline: true,
        role: 'textbox',
        placeholder: "What's happening?",
        webDriverTestID: 'tweetTextarea_0',
        keyBindingFn: (event) => (isPostKey(event) ? null : getDefaultKeyBinding(event)),
      }),
    ),
    createElement(
      'div',
      { className: 'toolbar', 'data-testid': 'toolBar' },
      createElement(
        'button',
        {
          type: 'button',
          role: 'button',
          'data-testid': 'tweetButtonInline',
          disabled: !text,
          onClick: send,
        },
        'Post',
      ),
    ),
  );
}

render(createElement(Composer), document.getElementById('root'));
