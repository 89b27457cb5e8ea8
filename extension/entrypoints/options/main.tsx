/** The settings page: every choice an author has, kept as soon as it is made. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { Settings } from '../../lib/settings';
import { type Asking, useStatus } from '../../lib/status';
import { Logo } from '../../ui/icons';
import { Author } from './author';
import { Device } from './device';
import { Hearing } from './hearing';
import { Organisation } from './organisation';
import { Posting } from './posting';
import { Sites } from './sites';
import { type Words, words } from './words';

/** What every part of the page gets. */
export interface PartProps {
  say: Words;
  asking: Asking;
  settings: Settings;
  /** Changes settings and says that they are kept. */
  set(change: Partial<Settings>): void;
  /** Why a setting cannot be changed; undefined where it can. */
  locked(name: keyof Settings): string | undefined;
}

function Options() {
  const asking = useStatus();
  const [saved, setSaved] = useState('');
  const say = asking && words[asking.lang];
  useEffect(() => {
    if (say) document.title = `Bedside: ${say.title}`;
  }, [say]);
  if (!asking || !say) return null;

  const { settings, policy, version } = asking.status;
  const part: PartProps = {
    say,
    asking,
    settings,
    set: async (change) => {
      setSaved('');
      await asking.set(change);
      setSaved(say.saved);
    },
    locked: (name) => (name in policy.settings ? say.locked(policy.organisation) : undefined),
  };
  return (
    <main>
      <header class="bd-head">
        <Logo size={36} />
        <div>
          <h1>{say.title}</h1>
          <p>{say.lead}</p>
        </div>
      </header>
      <Organisation {...part} />
      <Author {...part} />
      <Hearing {...part} />
      <Sites {...part} />
      <Posting {...part} />
      <Device {...part} />
      <footer>
        <p>
          <a href={browser.runtime.getURL('/welcome.html' as '/')}>{say.practise}</a>
        </p>
        <p>
          <small>{say.foot(version)}</small>
        </p>
      </footer>
      <p class="bd-saved" role="status" data-bedside="saved">
        {saved}
      </p>
    </main>
  );
}

render(<Options />, document.getElementById('root')!);
