// A textarea, or an input with a line of text, whose value React 18 holds.

import { createElement, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { openSite } from '../site.js';

function Field({ begun, attributes, changed }) {
  const { class: className, tag = 'textarea', ...rest } = attributes;
  const [text, setText] = useState('');
  begun.read = () => text;
  begun.clear = () => setText('');
  useEffect(changed);
  return createElement(tag, {
    ...rest,
    ...(tag === 'textarea' ? { rows: 5 } : { type: 'text' }),
    className,
    value: text,
    onChange: (event) => setText(event.target.value),
  });
}

openSite(({ holder, attributes, changed }) => {
  const begun = {};
  const own = JSON.parse(holder.dataset.attributes ?? '{}');
  const props = { begun, attributes: { ...attributes, ...own }, changed };
  flushSync(() => createRoot(holder).render(createElement(Field, props)));
  begun.field = holder.firstElementChild;
  return begun;
});
