import { any } from './any';
import { bluesky } from './bluesky';
import { doximity } from './doximity';
import { facebook } from './facebook';
import { instagram } from './instagram';
import { linkedin } from './linkedin';
import { mastodon } from './mastodon';
import { medium } from './medium';
import { reddit } from './reddit';
import type { Site } from './site';
import { threads } from './threads';
import { wordpress } from './wordpress';
import { x } from './x';
import { youtube } from './youtube';

export { type Audience, type Control, type Kind, type Site, sends } from './site';

/** Every site Bedside knows by its address, in the order settings show them. */
export const sites: readonly Site[] = [
  x,
  facebook,
  instagram,
  threads,
  linkedin,
  bluesky,
  reddit,
  youtube,
  doximity,
  medium,
  wordpress,
];

/** The match patterns of all sites. */
export const allMatches = sites.flatMap((s) => s.matches);

/** The site of an address, or undefined. */
export function siteOf(url: string): Site | undefined {
  return sites.find((s) => s.matches.some((pattern) => isAt(url, pattern)));
}

/** Whether an address lies below a match pattern like https://*.example.com/*. */
function isAt(url: string, pattern: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  const [, wanted] = /^https:\/\/([^/]+)\/\*$/.exec(pattern)!;
  if (protocol !== 'https:') return false;
  return wanted!.startsWith('*.') ? host.endsWith(wanted!.slice(1)) : host === wanted;
}

/** Under which name the settings of an address are kept: that of its site, else its host. */
export function siteId(url: string): string | undefined {
  const known = siteOf(url)?.id;
  if (known || !URL.canParse(url)) return known;
  const { protocol, host } = new URL(url);
  return protocol === 'https:' ? host : undefined;
}

/** What runs on a page of an address that the author added: the page itself shows it. */
export function recognise(document: Document): Site {
  if (document.querySelector('#mastodon, .compose-form')) return mastodon;
  if (document.querySelector('body.wp-admin, #commentform, .block-editor')) return wordpress;
  return any;
}
