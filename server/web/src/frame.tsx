/** What stands around the bench: the bar above, the reasons and the foot below. */
import { useEffect, useState } from 'preact/hooks';
import { Logo } from '../../../extension/ui/icons';
import type { Lang } from '../../../extension/ui/messages';
import { ago, day, words } from './messages';
import type { Reader } from './reader';

const home = 'https://github.com/bedside-md/bedside';

const langs: Record<Lang, string> = { en: 'English', fr: 'Français' };

export function TopBar({
  lang,
  jurisdiction,
  onLang,
  onJurisdiction,
}: {
  lang: Lang;
  jurisdiction: string;
  onLang(lang: Lang): void;
  onJurisdiction(place: string): void;
}) {
  const w = words[lang];
  return (
    <header class="bar">
      <a class="brand" href="./">
        <Logo size={30} />
        Bedside
      </a>
      <div class="settings">
        <label class="place">
          <span>{w.rulesFor}</span>
          <select
            value={jurisdiction}
            onChange={(event) => onJurisdiction(event.currentTarget.value)}
          >
            {Object.entries(w.places).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <fieldset class="langs">
          <legend class="bd-unseen">{w.language}</legend>
          {(Object.keys(langs) as Lang[]).map((code) => (
            <label key={code} lang={code} title={langs[code]}>
              <input
                type="radio"
                name="lang"
                class="bd-unseen"
                checked={lang === code}
                aria-label={langs[code]}
                onChange={() => onLang(code)}
              />
              <span aria-hidden="true">{code}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </header>
  );
}

export function Reasons({ lang }: { lang: Lang }) {
  const w = words[lang];
  return (
    <section class="reasons">
      <ul>
        {w.reasons.map((reason) => (
          <li key={reason.title}>
            <h2>{reason.title}</h2>
            <p>{reason.text}</p>
          </li>
        ))}
      </ul>
      <p class="get">
        <a class="bd-button bd-main" href={`${home}#readme`} rel="noopener">
          {w.getIt}
        </a>
        <span>{w.getItText}</span>
      </p>
    </section>
  );
}

export function Footer({ lang, reader }: { lang: Lang; reader: Reader | null }) {
  const w = words[lang];
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    // The age is told afresh whenever one comes back to the tab.
    const look = () => setNow(Date.now());
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return (
    <footer class="foot">
      <p class="pack">
        {reader && (
          <>
            {w.pack(reader.pack.name, reader.pack.version, reader.pack.rules)} ·{' '}
            {w.checked(ago(reader.checked, Math.max(now, reader.checked), lang))} ·{' '}
            {w.good(day(reader.done.expires, lang))}
          </>
        )}
      </p>
      <p>
        <a href={home} rel="noopener">
          {w.source}
        </a>{' '}
        ·{' '}
        <a href={`${home}/tree/main/core/pack/rules`} rel="noopener">
          {w.rules}
        </a>{' '}
        · {w.licence}
      </p>
      <p>{w.trust}</p>
    </footer>
  );
}
