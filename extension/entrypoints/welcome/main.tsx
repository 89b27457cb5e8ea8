/** The welcome page: who the author is, five posts to practise on, a checklist, and promises. */
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { useStatus } from '../../lib/status';
import { Logo } from '../../ui/icons';
import { Author } from '../options/author';
import { words as optionWords } from '../options/words';
import { Checklist } from './checklist';
import { Practice } from './practice';
import { words } from './words';

function Welcome() {
  const asking = useStatus();
  const say = asking && words[asking.lang];
  useEffect(() => {
    if (say) document.title = say.title;
  }, [say]);
  if (!asking || !say) return null;
  const { settings, policy } = asking.status;
  const options = optionWords[asking.lang];
  return (
    <main>
      <header class="bd-head">
        <Logo size={44} />
        <div>
          <h1>{say.title}</h1>
          <p>{say.lead}</p>
        </div>
      </header>
      <section class="bd-sheet" data-bedside="why">
        <h2>{say.why}</h2>
        <ul class="bd-plain-list">
          {say.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </section>
      <Practice key={asking.lang} lang={asking.lang} say={say} />
      <Author
        say={options}
        asking={asking}
        settings={settings}
        set={asking.set}
        locked={(name) =>
          name in policy.settings ? options.locked(policy.organisation) : undefined
        }
      />
      <Checklist say={say} />
      <section class="bd-sheet" data-bedside="promises">
        <h2>{say.never}</h2>
        <ul class="bd-plain-list">
          {say.promises.map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ul>
      </section>
      <p>
        <a href={browser.runtime.getURL('/options.html' as '/')}>{say.settings}</a>
      </p>
    </main>
  );
}

render(<Welcome />, document.getElementById('root')!);
