import { facebook } from './facebook';
import type { Site } from './site';
import { x } from './x';

export type { Kind, Site } from './site';

/** Every site Bedside knows, in the order settings show them. */
export const sites: readonly Site[] = [x, facebook];

/** The match patterns of all sites. */
export const allMatches = sites.flatMap((s) => s.matches);

/** The site of an address, or undefined. */
export function siteOf(url: string): Site | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  return sites.find((s) => s.matches.includes(`${origin}/*`));
}
