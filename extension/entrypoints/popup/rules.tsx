/** Which rules, how old, what the last update changed, and what went wrong if one did. */
import { useState } from 'preact/hooks';
import type { PackStatus, RollOut } from '../../lib/protocol';
import { isStale } from '../../lib/stale';
import { count, type Lang } from '../../ui/messages';
import { ago, day, type Words } from './words';

export function Rules({
  pack,
  say,
  lang,
  refresh,
}: {
  /** Null while the module does not work. */
  pack: PackStatus | null;
  say: Words;
  lang: Lang;
  refresh(): Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    await refresh();
    setBusy(false);
  };
  return (
    <>
      <div data-bedside="rules" aria-live="polite">
        <h2>{say.rules}</h2>
        {pack && <About pack={pack} say={say} lang={lang} />}
      </div>
      <button type="button" data-bedside="refresh" disabled={busy} onClick={check}>
        {busy ? say.refreshing : say.refresh}
      </button>
    </>
  );
}

function About({ pack, say, lang }: { pack: PackStatus; say: Words; lang: Lang }) {
  const now = Date.now();
  const { version, rules, since, before, checked, error, rollOut, channel } = pack;
  return (
    <>
      <p data-bedside="pack">{say.pack(version, count(rules, lang))}</p>
      {pack.added.map((added) => (
        <p key={added.name} data-bedside="added">
          {say.added(added.name, added.version, count(added.rules, lang))}
        </p>
      ))}
      <p>
        <small>
          {since === null ? say.shipped : say.arrived(day(since, lang), ago(since, now, lang))}{' '}
          {before && (before.version !== version || before.rules !== rules) && (
            <span data-bedside="changed">
              {say.changed(before.version, count(before.rules, lang), rules - before.rules)}{' '}
            </span>
          )}
          {checked === null ? say.never : say.checked(ago(checked, now, lang))}{' '}
          {channel !== 'stable' && say.channel(channel)}
        </small>
      </p>
      <p data-bedside="roll-out">{who(rollOut, say, lang)}</p>
      {isStale(pack, now) && (
        <p class="bd-problem" data-bedside="stale">
          {say.stale}
        </p>
      )}
      {error && (
        <p data-bedside="update-error">
          {say.failed} <small>{error}</small>
        </p>
      )}
    </>
  );
}

/** Who takes the newest rules, and what of them is switched off; empty when all take all. */
function who({ none, reason, percent, waits, off }: RollOut, say: Words, lang: Lang): string {
  const share = new Intl.NumberFormat(lang, { style: 'percent' });
  const said = [
    percent !== null && say.share(share.format(percent / 100), waits),
    none && (none !== 'roll-out' || percent === null) && say.rollOut[none],
    reason && say.reason(reason),
    off > 0 && say.off(off),
  ];
  return said.filter(Boolean).join(' ');
}
