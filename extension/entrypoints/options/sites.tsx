/** Where Bedside reads, and what the author's account there is for. */
import { removeSite } from '../../lib/added';
import { purposes, type SiteSettings, siteDefaults } from '../../lib/settings';
import type { PartProps } from './main';

export function Sites({ say, asking, settings, set, locked }: PartProps) {
  const { off } = settings;
  const why = locked('off') ?? locked('sites');
  return (
    <section class="bd-sheet" data-bedside="sites">
      <h2>{say.sites}</h2>
      <p>{say.sitesHint}</p>
      {why && <p class="bd-hint">{why}</p>}
      {asking.status.sites.map(({ id, name, added }) => {
        const here = settings.sites[id] ?? siteDefaults;
        const change = (part: Partial<SiteSettings>) =>
          set({ sites: { ...settings.sites, [id]: { ...here, ...part } } });
        return (
          <div class="bd-site" key={id}>
            <span>{name}</span>
            <select
              data-bedside={`purpose-${id}`}
              aria-label={say.purpose(name)}
              value={here.purpose}
              disabled={locked('sites') !== undefined}
              onChange={(e) =>
                change({ purpose: e.currentTarget.value as SiteSettings['purpose'] })
              }
            >
              {purposes.map((purpose) => (
                <option key={purpose} value={purpose}>
                  {say.purposes[purpose]}
                </option>
              ))}
            </select>
            <input
              type="checkbox"
              role="switch"
              data-bedside={`site-${id}`}
              aria-label={say.readHere(name)}
              aria-checked={!off.includes(id)}
              checked={!off.includes(id)}
              disabled={locked('off') !== undefined}
              onChange={(e) =>
                set({ off: e.currentTarget.checked ? off.filter((o) => o !== id) : [...off, id] })
              }
            />
            {here.quiet.length > 0 && (
              <p>
                {say.hushed(here.quiet.length)}{' '}
                <button
                  type="button"
                  data-bedside={`heed-${id}`}
                  disabled={locked('sites') !== undefined}
                  onClick={() => change({ quiet: [] })}
                >
                  {say.heed}
                </button>
              </p>
            )}
            {added && (
              <p>
                <button
                  type="button"
                  data-bedside={`remove-${id}`}
                  onClick={() => removeSite(id).then(() => set({}))}
                >
                  {say.remove(name)}
                </button>
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
