/** Where Bedside reads, and what the author's account there is for. */
import { purposes, siteDefaults } from '../../lib/settings';
import { Choice, Switch } from '../../ui/fields';
import type { PartProps } from './main';

export function Sites({ say, asking, settings, set, locked }: PartProps) {
  const { off } = settings;
  return (
    <section class="bd-sheet" data-bedside="sites">
      <h2>{say.sites}</h2>
      <p>{say.sitesHint}</p>
      {asking.status.sites.map(({ id, name }) => {
        const here = settings.sites[id] ?? siteDefaults;
        const change = (part: Partial<typeof here>) =>
          set({ sites: { ...settings.sites, [id]: { ...here, ...part } } });
        return (
          <fieldset class="bd-site" key={id}>
            <legend>{name}</legend>
            <Switch
              label={say.readHere}
              hook={`site-${id}`}
              on={!off.includes(id)}
              turn={(on) => set({ off: on ? off.filter((o) => o !== id) : [...off, id] })}
              locked={locked('off')}
            />
            <Choice
              label={say.purpose}
              hook={`purpose-${id}`}
              value={here.purpose}
              options={purposes.map((purpose) => [purpose, say.purposes[purpose]] as const)}
              choose={(purpose) => change({ purpose })}
              locked={locked('sites')}
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
          </fieldset>
        );
      })}
    </section>
  );
}
