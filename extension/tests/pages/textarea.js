// A reply as X serves it to plain browsers: a textarea whose value React holds,
// in a form that posts on submit.

import { createElement, useState } from 'react';
import { render } from 'react-dom';
import { post, reveal } from './report.js';

function Reply() {
  const [text, setText] = useState('');
  reveal(() => text);

  const send = () => {
    post(text);
    setText('');
  };
  const onSubmit = (event) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && event.ctrlKey && text) {
      event.preventDefault();
      send();
    }
  };

  return createElement(
    'form',
    { className: 'composer', onSubmit },
    createElement(
      'div',
      { className: 'field' },
      createElement('textarea', {
        'data-testid': 'tweetTextarea_0',
        'aria-label': 'Post your reply',
        placeholder: 'Post your reply',
        rows: 5,
        value: text,
        onChange: (event) => setText(event.target.value),
        onKeyDown,
      }),
    ),
    createElement(
      'div',
      { className: 'toolbar' },
      createElement(
        'button',
        { type: 'submit', 'data-testid': 'tweetButton', disabled: !text },
        'Reply',
      ),
    ),
  );
}

render(createElement(Reply), document.getElementById('root'));
