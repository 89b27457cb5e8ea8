/**
 * What Bedside must know about a site, and nothing else: where one writes, what
 * sends it, and how long it may be. A descriptor is data with a few questions; it
 * listens to nothing and changes nothing.
 */

/** What a composer is for. */
export type Kind = 'post' | 'comment' | 'message';

export interface Site {
  /** Stable: settings are kept under it. */
  id: string;
  /** As people call it. */
  name: string;
  /** Match patterns, as shipped in the manifest. */
  matches: string[];
  /** CSS selector of the fields one writes in. */
  composer: string;
  /** CSS selector of what sends the text when clicked. */
  post: string;
  /** Longest post, UTF-16 code units; left out when the site has no limit that matters. */
  limit?: number;
  kind(composer: Element): Kind;
  /** True where Enter alone sends, without Ctrl or Cmd. */
  enterPosts(composer: Element): boolean;
}
