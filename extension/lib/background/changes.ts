/**
 * Changes of the author's settings, one after the other, and their way to and from the
 * author's other devices where that was asked for.
 */
import { browser } from 'wxt/browser';
import { asKept, fromKept, keptKeys, readOwn, writeOwn } from '../kept';
import { readPolicy } from '../policy';
import { mend, type Settings, version } from '../settings';

let last: Promise<unknown> = Promise.resolve();

/** Changes settings by what they are now; those an organisation has locked stay. */
export function change(by: (own: Settings) => Partial<Settings>): Promise<void> {
  const done = last.then(async () => {
    const [own, policy] = await Promise.all([readOwn(), readPolicy()]);
    const wanted = Object.entries(by(own)).filter(([name]) => !(name in policy.settings));
    const next = mend({ ...own, ...Object.fromEntries(wanted) }, version);
    if (next.sync && !own.sync) Object.assign(next, await fetched());
    await writeOwn(next);
    if (next.sync) await browser.storage.sync.set(asKept(portable(next))).catch(() => {});
  });
  last = done.catch(() => {});
  return done;
}

/** Takes over what another device of the author has changed, where that is asked for. */
export function followSync(): void {
  browser.storage.sync.onChanged.addListener(async () => {
    const own = await readOwn();
    if (own.sync) await writeOwn({ ...own, ...(await fetched()) });
  });
}

/** Settings without what stays on this device. */
function portable({ names, words, sync, ...rest }: Settings): Partial<Settings> {
  return rest;
}

/** The settings of the author's other devices; none where there are none. */
async function fetched(): Promise<Partial<Settings>> {
  const kept = await browser.storage.sync.get(keptKeys).catch(() => ({}));
  return Object.keys(kept).length > 0 ? portable(fromKept(kept)) : {};
}
