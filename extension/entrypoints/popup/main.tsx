/** The popup: on and off, everywhere or by site; the rules and their age; the way to the settings. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { useStatus } from '../../lib/status';
import { Switch } from '../../ui/fields';
import { Here } from './here';
import { Rules } from './rules';
import { words } from './words';

function Popup() {
  const asking = useStatus();
  if (!asking) return null;
  const { status, lang, set, refresh } = asking;
  const { settings, policy, pack, broken, sites, version } = status;
  const say = words[lang];
  const { on, off } = settings;
  const locked = (name: 'on' | 'off') =>
    name in policy.settings ? say.locked(policy.organisation) : undefined;

  return (
    <main>
      <Switch
        label={<h1>{say.on}</h1>}
        hint={say.onHint}
        hook="switch-on"
        on={on}
        turn={(next) => set({ on: next })}
        locked={locked('on')}
      />
      {broken && (
        <p class="bd-sheet" role="alert" data-bedside="broken">
          {say.broken} <small>{broken}</small>
        </p>
      )}
      <Here asking={asking} say={say} />
      <details class="bd-sheet bd-fold" data-bedside="sites">
        <summary>
          {say.sites}{' '}
          <small>
            {say.sitesOn(sites.filter(({ id }) => on && !off.includes(id)).length, sites.length)}
          </small>
        </summary>
        {sites.map(({ id, name }) => (
          <Switch
            key={id}
            label={say.onSite(name)}
            hook={`switch-${id}`}
            on={on && !off.includes(id)}
            disabled={!on}
            turn={(here) => set({ off: here ? off.filter((o) => o !== id) : [...off, id] })}
            locked={locked('off')}
          />
        ))}
      </details>
      <section class="bd-sheet" aria-label={say.rules}>
        <Rules pack={pack} say={say} lang={lang} refresh={refresh} />
      </section>
      <div class="bd-buttons">
        <button
          type="button"
          data-bedside="settings"
          onClick={() => {
            browser.runtime.openOptionsPage();
            window.close();
          }}
        >
          {say.settings}
        </button>
        <a href={browser.runtime.getURL('/welcome.html' as '/')} target="_blank" rel="noreferrer">
          {say.practise}
        </a>
      </div>
      <p>
        <small>{say.version(version)}</small>
      </p>
    </main>
  );
}

render(<Popup />, document.getElementById('root')!);
