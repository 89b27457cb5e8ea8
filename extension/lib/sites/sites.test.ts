// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { allMatches, siteOf } from '.';
import { facebook } from './facebook';
import { x } from './x';

function element(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.querySelector<HTMLElement>('[data-it]')!;
}

describe('siteOf', () => {
  const cases: [string, string | undefined][] = [
    ['https://x.com/compose/post', 'x'],
    ['https://twitter.com/home', 'x'],
    ['https://www.facebook.com/groups/1', 'facebook'],
    ['https://m.facebook.com/', 'facebook'],
    ['http://x.com/', undefined],
    ['https://x.com.example/', undefined],
    ['https://l.facebook.com/', undefined],
    ['nonsense', undefined],
  ];
  for (const [url, id] of cases) {
    it(`${url}: ${id ?? 'none'}`, () => expect(siteOf(url)?.id).toBe(id));
  }

  it('asks for no more than the sites', () => {
    for (const match of allMatches) expect(match).toMatch(/^https:\/\/[a-z.]+\/\*$/);
  });
});

describe('composers', () => {
  const cases = [
    {
      site: x,
      html: '<div data-it data-testid="tweetTextarea_0" contenteditable="true"></div>',
      is: true,
    },
    {
      site: x,
      html: '<div data-testid="tweetTextarea_1"><div data-it contenteditable="true"></div></div>',
      is: true,
    },
    { site: x, html: '<textarea data-it data-testid="tweetTextarea_0"></textarea>', is: true },
    { site: x, html: '<input data-it data-testid="SearchBox_Search_Input">', is: false },
    { site: x, html: '<textarea data-it name="bio"></textarea>', is: false },
    { site: facebook, html: '<div data-it role="textbox" contenteditable="true"></div>', is: true },
    { site: facebook, html: '<textarea data-it name="comment_text"></textarea>', is: true },
    { site: facebook, html: '<input data-it type="search">', is: false },
  ];
  for (const { site, html, is } of cases) {
    it(`${site.name} ${is ? 'has' : 'does not have'} ${html}`, () => {
      expect(element(html).matches(site.composer)).toBe(is);
    });
  }
});

describe('what Enter does', () => {
  const box = (label: string) =>
    `<div data-it role="textbox" contenteditable="true" aria-label="${label}"></div>`;
  const cases: { label: string; kind: string; posts: boolean }[] = [
    { label: "What's on your mind?", kind: 'post', posts: false },
    { label: 'Write a comment…', kind: 'comment', posts: true },
    { label: 'Écrivez un commentaire…', kind: 'comment', posts: true },
    { label: 'Reply to Ann…', kind: 'comment', posts: true },
    { label: 'Message', kind: 'message', posts: true },
  ];
  for (const { label, kind, posts } of cases) {
    it(`in ${label}`, () => {
      const composer = element(box(label));
      expect(facebook.kind(composer)).toBe(kind);
      expect(facebook.enterPosts(composer)).toBe(posts);
    });
  }
});
