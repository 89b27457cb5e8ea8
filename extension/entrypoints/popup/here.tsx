/** The page the popup was opened on: whether it is read as it should be, or could be at all. */
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { addSite, patternOf } from '../../lib/added';
import type { AskPage, Fit } from '../../lib/protocol';
import type { Asking } from '../../lib/status';
import { Switch } from '../../ui/fields';
import type { Words } from './words';

interface Page {
  url: string;
  /** Null where no content script answers. */
  fit: Fit | null;
}

export function Here({ asking, say }: { asking: Asking; say: Words }) {
  const [page, setPage] = useState<Page | null>(null);
  useEffect(() => {
    look().then(setPage);
  }, []);
  if (!page) return null;
  const { settings, sites, policy } = asking.status;
  const { url, fit } = page;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (!fit) {
    if (patternOf(url) === null) return null;
    const add = async () => {
      if (await addSite(url)) window.close(); // the page says the rest
    };
    return (
      <section class="bd-sheet" aria-label={say.here}>
        <p>{say.unread(host)}</p>
        <button type="button" data-bedside="add-site" onClick={add}>
          {say.addSite}
        </button>
      </section>
    );
  }
  const id = fit.site === 'any' ? host : fit.site;
  const name = sites.find((site) => site.id === id)?.name ?? host;
  const { on, off } = settings;
  return (
    <section class="bd-sheet" aria-label={say.here}>
      <Switch
        label={say.onSite(name)}
        hint={say.fit[fit.fit]}
        hook="switch-here"
        on={on && !off.includes(id)}
        disabled={!on}
        turn={(here) => asking.set({ off: here ? off.filter((o) => o !== id) : [...off, id] })}
        locked={'off' in policy.settings ? say.locked(policy.organisation) : undefined}
      />
    </section>
  );
}

/** The tab in front, and what its content script says of it. */
async function look(): Promise<Page | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return null;
  const ask: AskPage = { ask: 'fit' };
  const fit = await browser.tabs.sendMessage(tab.id, ask).catch(() => null);
  return { url: tab.url ?? '', fit: (fit ?? null) as Fit | null };
}
