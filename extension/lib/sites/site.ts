/**
 * What Bedside must know about a site, and nothing else: where one writes, what
 * sends it, who reads it and how long it may be. A descriptor is data with a few
 * questions; it listens to nothing and changes nothing. Selectors name what a site
 * needs for its own sake (test ids, roles, labels) before what it names at random.
 */

/** What a composer is for. */
export type Kind = 'post' | 'comment' | 'message';

/** Who will read it, as far as the page says. */
export type Audience = 'everyone' | 'some' | 'one';

/** Something that sends the text when pressed. */
export interface Control {
  /** CSS selector. */
  is: string;
  /** What it must be called, where the selector alone says too little. */
  called?: RegExp;
}

export interface Site {
  /** Stable: settings are kept under it. */
  id: string;
  /** As people call it. */
  name: string;
  /** Match patterns, as shipped in the manifest; none for sites that authors add. */
  matches: string[];
  /** CSS selector of the fields one writes in. */
  composer: string;
  /** What sends the text. */
  post: Control[];
  /** CSS selector of the part of the page whose fields go out together, as a thread does. */
  together?: string;
  /** True where fields lie in shadow roots or frames. */
  deep?: true;
  /** CSS selector of what is attached to a draft: pictures, films, live broadcasts. */
  media?: string;
  /**
   * How much more the site takes, as it counts, when a field holds this text; negative
   * when it is too long already. Left out where there is no limit that matters.
   */
  room?(text: string, composer: Element): number;
  kind(composer: Element): Kind;
  /** True where Enter alone sends, without Ctrl or Cmd. */
  enterPosts(composer: Element): boolean;
  /** Who will read it; null when the page does not say. */
  audience?(composer: Element): Audience | null;
  /**
   * What the same author has already said in this chain of replies, oldest first: it is
   * read together with the draft, for readers will.
   */
  earlier?(composer: Element): string[];
}

/** What people and screen readers call a control. */
export function nameOf(element: Element): string {
  const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
  return name.trim() || (element as HTMLInputElement).value || '';
}

/** Whether pressing an element sends a draft of the site. */
export function sends(site: Site, element: Element): boolean {
  return site.post.some(
    ({ is, called }) => element.matches(is) && (!called || called.test(nameOf(element))),
  );
}
