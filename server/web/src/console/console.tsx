/** The console: what is published, how it stands, and the rules. Nothing here needs a key. */
import { useEffect, useState } from 'preact/hooks';
import { type Lang, langOf } from '../../../../extension/ui/messages';
import { type Audit, readAudit } from './audit';
import { AuditLog, Expiry, History, Releases } from './published';
import { type Repository, readRepository } from './repository';
import { Rules } from './rules';
import { words } from './words';

type State =
  | { reading: true }
  | { problem: string }
  | { repository: Repository | null; audit: Audit };

async function readAll(): Promise<State> {
  try {
    const audit = await readAudit();
    const root = Math.max(1, ...audit.entries.map((e) => e.versions?.root ?? 1));
    return { audit, repository: await readRepository(root) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export function Console() {
  const [lang, setLang] = useState<Lang>(() =>
    langOf(new URLSearchParams(location.search).get('lang') ?? navigator.language),
  );
  const [state, setState] = useState<State>({ reading: true });
  const w = words[lang];
  const read = () => {
    setState({ reading: true });
    void readAll().then(setState);
  };
  useEffect(read, []);
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = w.title;
  }, [lang, w]);

  return (
    <>
      <header class="bar">
        <a class="brand" href="./">
          Bedside
        </a>
        <h1>{w.console}</h1>
        <label class="language">
          {w.language}{' '}
          <select value={lang} onChange={(e) => setLang(langOf(e.currentTarget.value))}>
            <option value="en">English</option>
            <option value="fr">Français</option>
          </select>
        </label>
      </header>
      <main>
        {'reading' in state && <p role="status">{w.reading}</p>}
        {'problem' in state && (
          <div role="alert">
            <p>
              {w.failed} {state.problem}
            </p>
            <button type="button" class="button" onClick={read}>
              {w.again}
            </button>
          </div>
        )}
        {'audit' in state && (
          <>
            {state.repository ? (
              <>
                <p class="soft">{w.served}</p>
                <Releases targets={state.repository.targets} lang={lang} />
                <Expiry roles={state.repository.roles} lang={lang} />
                <History audit={state.audit} lang={lang} />
              </>
            ) : (
              <p>{w.empty}</p>
            )}
            <AuditLog audit={state.audit} lang={lang} />
          </>
        )}
        <Rules lang={lang} />
      </main>
    </>
  );
}
