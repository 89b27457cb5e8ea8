// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { holdsAtoms, offsetOf, rangeOf, readText, type TextMap } from './textmap';

const blocks = new Set(['DIV', 'P', 'LI', 'UL']);

function host(html: string): HTMLElement {
  document.body.innerHTML = `<div contenteditable="true">${html}</div>`;
  return document.body.firstElementChild as HTMLElement;
}

const read = (html: string): TextMap => readText(host(html), (e) => blocks.has(e.tagName));

describe('readText', () => {
  const cases: { name: string; html: string; text: string }[] = [
    { name: 'nothing', html: '', text: '' },
    { name: 'text without a block', html: 'one <b>two</b>', text: 'one two' },
    {
      name: 'Draft.js blocks',
      html: '<div><div data-block="true"><div><span><span>one</span></span></div></div><div data-block="true"><div><span><span>two</span></span></div></div></div>',
      text: 'one\ntwo',
    },
    {
      name: 'an empty Draft.js composer',
      html: '<div><div data-block="true"><div><span><br></span></div></div></div>',
      text: '',
    },
    { name: 'an empty line between', html: '<p>one</p><p><br></p><p>two</p>', text: 'one\n\ntwo' },
    { name: 'an empty line at the end', html: '<p>one</p><p><br></p>', text: 'one\n' },
    { name: 'an empty line at the start', html: '<p><br></p><p>one</p>', text: '\none' },
    { name: 'a soft break', html: '<p>one<br>two</p>', text: 'one\ntwo' },
    { name: 'two soft breaks', html: '<p>one<br><br>two</p>', text: 'one\n\ntwo' },
    { name: 'a br that only props a line up', html: '<p>one<br></p><p>two</p>', text: 'one\ntwo' },
    { name: 'a soft break at the end', html: '<p>one<br><br></p>', text: 'one\n' },
    { name: 'text beside blocks', html: 'one<div>two</div>three', text: 'one\ntwo\nthree' },
    {
      name: 'nested lists',
      html: '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
      text: 'a\nb\nc',
    },
    { name: 'a block without content', html: '<p>one</p><p></p><p>two</p>', text: 'one\ntwo' },
    { name: 'a zero-width filler', html: '<p><span>\ufeff</span></p><p>x</p>', text: '\nx' },
    { name: 'an emoji image', html: '<p>so <img alt="😀"> it is</p>', text: 'so 😀 it is' },
    { name: 'an image without a word', html: '<p>a<img alt="">b</p>', text: 'ab' },
    { name: 'newlines in the text itself', html: '<p>one\ntwo</p>', text: 'one\ntwo' },
  ];
  for (const { name, html, text } of cases) {
    it(`reads ${name}`, () => expect(read(html).text).toBe(text));
  }

  it('tells soft breaks from block boundaries', () => {
    expect([...read('<p>a<br>b</p><p>c<br><br>d</p>').soft]).toEqual([1, 5, 6]);
  });
});

describe('rangeOf', () => {
  const html = '<p>one <b>two</b></p><p><br></p><p>th<i>ree</i></p>';

  it('gives back every stretch of the text, line breaks aside', () => {
    const map = read(html);
    for (let start = 0; start < map.text.length; start++) {
      for (let end = start + 1; end <= map.text.length; end++) {
        const wanted = map.text.slice(start, end).replaceAll('\n', '');
        expect(rangeOf(map, start, end)?.toString() ?? '', `${start}-${end}`).toBe(wanted);
      }
    }
  });

  it('begins and ends in text, not in the element about it', () => {
    const range = rangeOf(read(html), 4, 7)!;
    expect(range.startContainer.nodeType).toBe(Node.TEXT_NODE);
    expect(range.startContainer.textContent).toBe('two');
    expect(range.endContainer.textContent).toBe('two');
  });

  it('is null where there is no text', () => {
    const map = read(html);
    expect(rangeOf(map, 7, 9)).toBeNull();
    expect(rangeOf(map, 5, 5)).toBeNull();
    expect(rangeOf(read(''), 0, 1)).toBeNull();
  });

  it('takes an image in whole', () => {
    const range = rangeOf(read('<p>a<img alt="😀">b</p>'), 1, 3)!;
    expect(range.cloneContents().querySelector('img')).not.toBeNull();
    expect(range.toString()).toBe('');
  });
});

describe('offsetOf', () => {
  it('is the way back from a place in a text node', () => {
    const map = read('<p>one <b>two</b></p><p>three</p>');
    for (const piece of map.pieces) {
      for (let i = 0; i <= piece.end - piece.start; i++) {
        expect(offsetOf(map, piece.node, i)).toBe(piece.start + i);
      }
    }
  });

  it('counts a place between elements to the text after it', () => {
    const element = host('<p>one</p><p>two</p>');
    const map = readText(element, (e) => blocks.has(e.tagName));
    expect(offsetOf(map, element, 1)).toBe(4);
    expect(offsetOf(map, element, 2)).toBe(7);
  });
});

describe('holdsAtoms', () => {
  it('knows images and chips from text', () => {
    const map = read('<p>a<img alt="😀">b <span contenteditable="false">@ann</span> c</p>');
    expect(holdsAtoms(map, 0, 1)).toBe(false);
    expect(holdsAtoms(map, 0, 2)).toBe(true);
    expect(holdsAtoms(map, 5, 6)).toBe(true);
    expect(holdsAtoms(map, map.text.length - 1, map.text.length)).toBe(false);
  });
});
