/** What happens around Post, and the reasons kept where an organisation asks for them. */
import { useEffect, useState } from 'preact/hooks';
import { clearReasons, type Reason, readReasons } from '../../lib/reasons';
import { delays } from '../../lib/settings';
import { Choice, Switch } from '../../ui/fields';
import type { PartProps } from './main';

export function Posting({ say, settings, set, locked }: PartProps) {
  return (
    <section class="bd-sheet" data-bedside="posting">
      <h2>{say.posting}</h2>
      <Choice
        label={say.delay}
        hint={say.delayHint}
        hook="delay"
        value={String(settings.delay)}
        options={delays.map((s) => [String(s), say.seconds(s)] as const)}
        choose={(s) => set({ delay: delays.find((d) => String(d) === s) ?? 0 })}
        locked={locked('delay')}
      />
      <Switch
        label={say.badge}
        hint={say.badgeHint}
        hook="badge"
        on={settings.badge}
        turn={(badge) => set({ badge })}
        locked={locked('badge')}
      />
      <Reasons say={say} />
    </section>
  );
}

function Reasons({ say }: Pick<PartProps, 'say'>) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  useEffect(() => {
    readReasons().then(setReasons);
  }, []);
  if (reasons.length === 0) return null;
  const clear = async () => {
    await clearReasons();
    setReasons([]);
  };
  return (
    <details class="bd-fold" data-bedside="reasons">
      <summary>{say.reasons(reasons.length)}</summary>
      <ul>
        {reasons.map(({ at, site, reason }) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>{say.moment(at)}</time>, {site}: {reason}
          </li>
        ))}
      </ul>
      <button type="button" data-bedside="clear-reasons" onClick={clear}>
        {say.clearReasons}
      </button>
    </details>
  );
}
