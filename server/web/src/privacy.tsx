/** The promise that nothing leaves the page, and how anybody can check it. */
import { useState } from 'preact/hooks';
import { LockIcon } from '../../../extension/ui/icons';
import type { Lang } from '../../../extension/ui/messages';
import { words } from './messages';
import { knock } from './reader';

export function Privacy({ lang, ready }: { lang: Lang; ready: boolean }) {
  const w = words[lang];
  const [refused, tell] = useState<boolean | null>(null);
  return (
    <details class="privacy">
      <summary>
        <span class="lock">
          <LockIcon />
        </span>
        <span>
          <strong>{w.private}</strong> <span class="link">{w.howToCheck}</span>
        </span>
      </summary>
      <div class="checks">
        {w.checks.map((check, i) => (
          <div key={check.title}>
            <h2>{check.title}</h2>
            <p>{check.text}</p>
            {i === 0 && (
              <p class="knock">
                <button
                  type="button"
                  class="bd-button"
                  disabled={!ready}
                  onClick={async () => tell(await knock())}
                >
                  {w.knock}
                </button>{' '}
                <span role="status">
                  {refused !== null && (refused ? w.knocked : w.knockedThrough)}
                </span>
              </p>
            )}
          </div>
        ))}
      </div>
    </details>
  );
}
