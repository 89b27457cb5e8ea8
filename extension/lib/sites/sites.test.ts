// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { allMatches, recognise, type Site, sends, siteId, siteOf, sites } from '.';
import { any } from './any';
import { bluesky } from './bluesky';
import { facebook } from './facebook';
import { instagram } from './instagram';
import { linkedin } from './linkedin';
import { mastodon } from './mastodon';
import { reddit } from './reddit';
import { threads } from './threads';
import { wordpress } from './wordpress';
import { x } from './x';
import { youtube } from './youtube';

/** The element marked data-it, in a page of this markup. */
function element(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.querySelector<HTMLElement>('[data-it]')!;
}

const box = (label: string) =>
  `<div data-it role="textbox" contenteditable="true" aria-label="${label}"></div>`;

describe('siteOf', () => {
  const cases: [string, string | undefined][] = [
    ['https://x.com/compose/post', 'x'],
    ['https://twitter.com/home', 'x'],
    ['https://www.facebook.com/groups/1', 'facebook'],
    ['https://www.messenger.com/t/1', 'facebook'],
    ['https://medium.com/new-story', 'medium'],
    ['https://drdoe.medium.com/a-story', 'medium'],
    ['https://drdoe.wordpress.com/wp-admin/', 'wordpress'],
    ['https://notmedium.com/', undefined],
    ['http://x.com/', undefined],
    ['https://x.com.example/', undefined],
    ['https://l.facebook.com/', undefined],
    ['nonsense', undefined],
  ];
  for (const [url, id] of cases) {
    it(`${url}: ${id ?? 'none'}`, () => expect(siteOf(url)?.id).toBe(id));
  }

  it('asks for no more than the sites', () => {
    for (const match of allMatches) expect(match).toMatch(/^https:\/\/(\*\.)?[a-z.]+\/\*$/);
  });

  it('keeps settings of added sites under their host', () => {
    expect(siteId('https://social.example/home')).toBe('social.example');
    expect(siteId('https://x.com/home')).toBe('x');
    expect(siteId('http://social.example/')).toBeUndefined();
  });

  it('knows an added site by its looks', () => {
    const looks = (html: string) => {
      element(html);
      return recognise(document).id;
    };
    expect(looks('<div id="mastodon"></div>')).toBe('mastodon');
    expect(looks('<form id="commentform"></form>')).toBe('wordpress');
    expect(looks('<textarea></textarea>')).toBe('any');
  });
});

describe('composers', () => {
  const cases: [Site, string, boolean][] = [
    [x, '<div data-it data-testid="tweetTextarea_0" contenteditable="true"></div>', true],
    [
      x,
      '<div data-testid="tweetTextarea_1"><div data-it contenteditable="true"></div></div>',
      true,
    ],
    [x, '<textarea data-it data-testid="tweetTextarea_0"></textarea>', true],
    [x, '<input data-it data-testid="SearchBox_Search_Input">', false],
    [x, '<textarea data-it name="bio"></textarea>', false],
    [facebook, '<div data-it role="textbox" contenteditable="true"></div>', true],
    [facebook, '<textarea data-it name="comment_text"></textarea>', true],
    [facebook, '<input data-it type="search">', false],
    [bluesky, '<div data-it class="tiptap ProseMirror" contenteditable="true"></div>', true],
    [youtube, '<div data-it id="contenteditable-root" contenteditable="true"></div>', true],
    [youtube, '<input data-it id="search">', false],
    [any, '<textarea data-it></textarea>', true],
    [any, '<input data-it type="text">', true],
    [any, '<input data-it>', true],
    [any, '<input data-it type="password">', false],
    [any, '<input data-it type="text" role="searchbox">', false],
    [any, '<input data-it autocomplete="cc-number">', false],
  ];
  for (const [site, html, is] of cases) {
    it(`${site.id} ${is ? 'has' : 'does not have'} ${html}`, () => {
      expect(element(html).matches(site.composer)).toBe(is);
    });
  }

  it('are valid selectors, like all others', () => {
    const field = element(box('x'));
    for (const site of [...sites, mastodon, any]) {
      const { composer, post, together = '*', media = '*' } = site;
      for (const selector of [composer, together, media, ...post.map(({ is }) => is)]) {
        expect(() => field.matches(selector), `${site.id}: ${selector}`).not.toThrow();
      }
    }
  });
});

describe('what sends', () => {
  const cases: [Site, string, boolean][] = [
    [x, '<button data-it data-testid="tweetButtonInline">Post</button>', true],
    [x, '<button data-it data-testid="reply" aria-label="3 Replies. Reply">3</button>', false],
    [x, '<a data-it data-testid="SideNav_NewTweet_Button">Post</a>', false],
    [facebook, '<div data-it role="button" aria-label="Publier">Publier</div>', true],
    [facebook, '<div data-it role="button" aria-label="Comment">Comment</div>', false],
    [facebook, '<form><div data-it role="button" aria-label="Comment"></div></form>', true],
    [facebook, '<div data-it role="button" aria-label="Like">Like</div>', false],
    [instagram, '<div data-it role="button">Share</div>', true],
    [instagram, '<div data-it role="button">Next</div>', false],
    [threads, '<div data-it role="button">Post</div>', true],
    [threads, '<div data-it role="button">Add to thread</div>', false],
    [bluesky, '<button data-it aria-label="Publish replies">Reply</button>', true],
    [bluesky, '<button data-it aria-label="Add another post to thread">+</button>', false],
    [reddit, '<button data-it slot="submit-button">Comment</button>', true],
    [
      wordpress,
      '<button data-it class="editor-post-publish-panel__toggle">Publish</button>',
      false,
    ],
    [wordpress, '<button data-it class="editor-post-publish-button">Publish</button>', true],
    [any, '<form><input data-it type="submit" value="Go"></form>', true],
    [any, '<button data-it type="button">Envoyer</button>', true],
    [any, '<button data-it type="button">Sign in</button>', false],
  ];
  for (const [site, html, is] of cases) {
    it(`on ${site.id} ${is ? 'does' : 'does not'}: ${html}`, () => {
      expect(sends(site, element(html))).toBe(is);
    });
  }
});

describe('what Enter does', () => {
  const cases: { site: Site; label: string; kind: string; posts: boolean }[] = [
    { site: facebook, label: "What's on your mind?", kind: 'post', posts: false },
    { site: facebook, label: 'Write a comment…', kind: 'comment', posts: true },
    { site: facebook, label: 'Écrivez un commentaire…', kind: 'comment', posts: true },
    { site: facebook, label: 'Reply to Ann…', kind: 'comment', posts: true },
    { site: facebook, label: 'Message', kind: 'message', posts: true },
    { site: facebook, label: 'Écrivez un message', kind: 'message', posts: true },
    { site: instagram, label: 'Write a caption...', kind: 'post', posts: false },
    { site: threads, label: 'Message', kind: 'message', posts: true },
    { site: linkedin, label: 'Text editor for creating content', kind: 'post', posts: false },
    { site: linkedin, label: 'Text editor for creating comment', kind: 'comment', posts: false },
    { site: linkedin, label: 'Write a message…', kind: 'message', posts: true },
    { site: any, label: 'Note', kind: 'post', posts: false },
  ];
  for (const { site, label, kind, posts } of cases) {
    it(`on ${site.id} in ${label}`, () => {
      const composer = element(box(label));
      expect(site.kind(composer)).toBe(kind);
      expect(site.enterPosts(composer)).toBe(posts);
    });
  }

  it('with a button for messages, Enter is a new line on LinkedIn', () => {
    const form = `<form>${box('Write a message…')}<button class="msg-form__send-button"></button></form>`;
    expect(linkedin.enterPosts(element(form))).toBe(false);
  });
});

describe('who reads it', () => {
  it('as Facebook says', () => {
    const dialog = (privacy: string) =>
      element(
        `<div role="dialog">${box("What's on your mind?")}
         <div role="button" aria-label="Edit privacy. Sharing with ${privacy}."></div></div>`,
      );
    expect(facebook.audience?.(dialog('Public'))).toBe('everyone');
    expect(facebook.audience?.(dialog('Your friends'))).toBe('some');
    expect(facebook.audience?.(element(box("What's on your mind?")))).toBeNull();
    expect(facebook.audience?.(element(box('Message')))).toBe('one');
  });

  it('as Mastodon says', () => {
    const form = (audience: string) =>
      element(`<form class="compose-form"><textarea data-it></textarea>
        <button class="dropdown-button">${audience}</button></form>`);
    expect(mastodon.audience?.(form('Public'))).toBe('everyone');
    expect(mastodon.audience?.(form('Followers'))).toBe('some');
    expect(mastodon.audience?.(form('Private mention'))).toBe('one');
  });
});

describe('what the author said before', () => {
  const chain = (replyTo: string) =>
    element(`<div role="dialog"><article data-testid="tweet">
      <div data-testid="UserAvatar-Container-${replyTo}"></div>
      <div data-testid="User-Name"><a href="/${replyTo}">Doe</a></div>
      <div data-testid="tweetText">Before.</div></article>
      <div><div data-testid="UserAvatar-Container-drdoe"></div>
      <div data-it data-testid="tweetTextarea_0" contenteditable="true"></div></div></div>`);

  it('counts in a reply to oneself on X', () => {
    expect(x.earlier?.(chain('drdoe'))).toEqual(['Before.']);
    expect(x.kind(chain('drdoe'))).toBe('comment');
  });

  it('does not when somebody else said it', () => {
    expect(x.earlier?.(chain('annsmith'))).toEqual([]);
  });

  it('counts in a reply to oneself on Mastodon', () => {
    const form = (own: string) =>
      element(`<form class="compose-form"><div class="navigation-bar"><a href="/@${own}"></a></div>
        <div class="reply-indicator"><a href="/@doe"></a>
        <div class="reply-indicator__content">Before.</div></div>
        <textarea data-it></textarea></form>`);
    expect(mastodon.earlier?.(form('doe'))).toEqual(['Before.']);
    expect(mastodon.earlier?.(form('smith'))).toEqual([]);
  });
});

describe('room', () => {
  it('is what the counter of a Mastodon server shows', () => {
    const field = element(`<form class="compose-form"><textarea data-it></textarea>
      <span class="character-counter">4990</span></form>`);
    expect(mastodon.room?.('ten letters', field)).toBe(4990);
  });
  it('is less after an address, which is long, on X', () => {
    const field = element(box('Post text'));
    expect(x.room?.(`https://example.com/${'a'.repeat(100)}`, field)).toBe(280 - 23);
  });
});
