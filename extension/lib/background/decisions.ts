/** Keeps what authors decide on a page: what not to hear of, and why they posted all the same. */
import type { Decision } from '../protocol';
import { addReason } from '../reasons';
import { siteDefaults } from '../settings';
import { change } from './changes';

export async function keep(decision: Decision, site: string): Promise<void> {
  switch (decision.keep) {
    case 'name':
      return change(({ names }) => ({ names: added(names, decision.name) }));
    case 'word':
      return change(({ words }) => ({ words: added(words, decision.word) }));
    case 'rule':
      return change(({ sites }) => {
        const here = sites[site] ?? siteDefaults;
        const quiet = added(here.quiet, decision.rule);
        return { sites: { ...sites, [site]: { ...here, quiet } } };
      });
    case 'reason':
      return addReason({ at: Date.now(), site, rules: decision.rules, reason: decision.reason });
  }
}

function added(list: string[], one: string): string[] {
  return list.includes(one) ? list : [...list, one];
}
