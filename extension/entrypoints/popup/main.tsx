/** The popup: on and off, everywhere or by site; the rules and their age; the language. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { jurisdictionName, jurisdictions } from '../../lib/jurisdiction';
import type { Ask, PackStatus, Status } from '../../lib/protocol';
import type { Settings, Speech } from '../../lib/settings';
import { count, type Lang, langOf } from '../../ui/messages';
import { ago, day, type Words, words } from './words';

const send = (ask: Ask) => browser.runtime.sendMessage(ask) as Promise<Status>;

function Popup() {
  const [status, setStatus] = useState<Status | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    send({ ask: 'status' }).then(setStatus);
  }, []);
  if (!status) return null;

  const { settings, pack, broken, sites, version } = status;
  const lang = settings.lang === 'auto' ? langOf(browser.i18n.getUILanguage()) : settings.lang;
  const say = words[lang];
  document.documentElement.lang = lang;

  const set = (change: Partial<Settings>) =>
    send({ ask: 'set', settings: { ...settings, ...change } }).then(setStatus);
  const refresh = async () => {
    setBusy(true);
    setStatus(await send({ ask: 'refresh' }));
    setBusy(false);
  };
  const turn = (id: string, on: boolean) =>
    set({ off: on ? settings.off.filter((s) => s !== id) : [...settings.off, id] });

  return (
    <main>
      <Switch label={<h1>{say.on}</h1>} name="on" on={settings.on} turn={(on) => set({ on })} />
      <p>{say.onHint}</p>
      {broken && (
        <p class="bd-sheet" role="alert" data-bedside="broken">
          {say.broken} <small>{broken}</small>
        </p>
      )}
      <section class="bd-sheet" aria-label={say.sites}>
        {sites.map(({ id, name }) => (
          <Switch
            key={id}
            label={say.onSite(name)}
            name={id}
            on={settings.on && !settings.off.includes(id)}
            disabled={!settings.on}
            turn={(on) => turn(id, on)}
          />
        ))}
      </section>
      <section class="bd-sheet" aria-label={say.rules}>
        {pack && <Rules pack={pack} say={say} lang={lang} />}
        <button type="button" data-bedside="refresh" disabled={busy} onClick={refresh}>
          {busy ? say.refreshing : say.refresh}
        </button>
      </section>
      <label class="bd-row">
        {say.explain}
        <select
          data-bedside="lang"
          value={settings.lang}
          onChange={(e) => set({ lang: e.currentTarget.value as Speech })}
        >
          <option value="auto">{say.auto}</option>
          <option value="en">English</option>
          <option value="fr">Français</option>
        </select>
      </label>
      <label class="bd-row">
        {say.practise}
        <select
          data-bedside="jurisdiction"
          value={settings.jurisdiction}
          onChange={(e) => set({ jurisdiction: e.currentTarget.value })}
        >
          <option value="auto">{say.asBrowser}</option>
          <option value="">{say.elsewhere}</option>
          {jurisdictions.map((code) => (
            <option key={code} value={code}>
              {jurisdictionName(code, lang)}
            </option>
          ))}
        </select>
      </label>
      <p>
        <small>{say.version(version)}</small>
      </p>
    </main>
  );
}

function Switch(props: {
  label: preact.ComponentChildren;
  name: string;
  on: boolean;
  disabled?: boolean;
  turn(on: boolean): void;
}) {
  const { label, name, on, disabled, turn } = props;
  return (
    <label class="bd-row">
      {label}
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        data-bedside={`switch-${name}`}
        checked={on}
        disabled={disabled}
        onChange={(e) => turn(e.currentTarget.checked)}
      />
    </label>
  );
}

/** Which rules, how old, and what went wrong when newer ones were looked for. */
function Rules({ pack, say, lang }: { pack: PackStatus; say: Words; lang: Lang }) {
  const now = Date.now();
  const stale = pack.expires !== null && pack.expires < now;
  return (
    <div data-bedside="rules" aria-live="polite">
      <h2>{say.rules}</h2>
      <p data-bedside="pack">{say.pack(pack.version, count(pack.rules, lang))}</p>
      {pack.added.map(({ name, version, rules }) => (
        <p key={name} data-bedside="added">
          {say.added(name, version, count(rules, lang))}
        </p>
      ))}
      <p>
        <small>
          {pack.since === null ? say.shipped : say.arrived(day(pack.since, lang))}{' '}
          {pack.checked === null ? say.never : say.checked(ago(pack.checked, now, lang))}
        </small>
      </p>
      {stale && <p>{say.stale}</p>}
      {pack.error && (
        <p data-bedside="update-error">
          {say.failed} <small>{pack.error}</small>
        </p>
      )}
    </div>
  );
}

render(<Popup />, document.getElementById('root')!);
