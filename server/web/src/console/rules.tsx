/** The rules, to search and to read, each with its clauses and examples. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Lang } from '../../../../extension/ui/messages';
import { json } from './repository';
import { words } from './words';
import { Workbench } from './workbench';

export interface Rule {
  id: string;
  category: string;
  severity: string;
  lang?: string;
  title: Record<Lang, string>;
  why: Record<Lang, string>;
  cites: { id: string; title: string; section?: string; url?: string }[];
  flags: string[];
  passes: string[];
  yaml: string;
}

/** Only the server of one's own machine compiles rules (server/workbench.go). */
const compiles = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

export function Rules({ lang }: { lang: Lang }) {
  const w = words[lang];
  const [rules, setRules] = useState<Rule[] | null>(null);
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Rule | null>(null);
  useEffect(() => {
    json<Rule[]>('rules.json').then(
      (list) => setRules(list ?? []),
      () => setRules([]),
    );
  }, []);
  const found = useMemo(() => {
    const terms = plain(sought).split(/\s+/).filter(Boolean);
    return (rules ?? []).filter((rule) => {
      const text = plain(JSON.stringify(rule));
      return terms.every((term) => text.includes(term));
    });
  }, [rules, sought]);

  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{w.rules}</h2>
      {rules?.length === 0 && <p>{w.noRules}</p>}
      {rules && rules.length > 0 && (
        <>
          <p class="search">
            <label>
              {w.search}{' '}
              <input
                type="search"
                value={sought}
                onInput={(e) => setSought(e.currentTarget.value)}
              />
            </label>{' '}
            <span role="status" class="soft">
              {w.shown(found.length, rules.length)}
            </span>
          </p>
          {!compiles && <p class="soft">{w.tryAtHome}</p>}
          <ul class="rules">
            {found.map((rule) => (
              <li key={rule.id}>
                <details>
                  <summary>
                    <span class={`tag ${rule.severity}`}>
                      {w.severities[rule.severity] ?? rule.severity}
                    </span>{' '}
                    {rule.title[lang] || rule.title.en} <code>{rule.id}</code>
                  </summary>
                  <p>{rule.why[lang] || rule.why.en}</p>
                  <Clauses rule={rule} lang={lang} />
                  <Examples title={w.flags} list={rule.flags} />
                  <Examples title={w.passes} list={rule.passes} />
                  {compiles && (
                    <button type="button" class="button" onClick={() => setChosen(rule)}>
                      {w.tryIt}
                    </button>
                  )}
                </details>
              </li>
            ))}
          </ul>
          {chosen && <Workbench key={chosen.id} rule={chosen} lang={lang} />}
        </>
      )}
    </section>
  );
}

/** Without case and accents, so that a search finds what is meant. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function Clauses({ rule, lang }: { rule: Rule; lang: Lang }) {
  const w = words[lang];
  if (rule.cites.length === 0) return <p class="soft">{w.noCites}</p>;
  return (
    <>
      <h3>{w.cites}</h3>
      <ul>
        {rule.cites.map(({ id, title, section, url }) => (
          <li key={id + section}>
            {url ? (
              <a href={url} rel="noopener noreferrer">
                {title || id}
              </a>
            ) : (
              title || id
            )}
            {section && `, ${section}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function Examples({ title, list }: { title: string; list: string[] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {list.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}
