/** What is published: releases by channel, expiry of the roles, history, audit log. */
import { useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../../../extension/ui/messages';
import type { Audit, Entry } from './audit';
import { Head } from './head';
import { type Change, changes, type Role, type Target, targetsAt } from './repository';
import { type Words, words } from './words';

/** The latest releases that the history shows. */
const shownReleases = 20;
const day = 24 * 60 * 60 * 1000;

const date = (ms: number, lang: Lang) =>
  new Date(ms).toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'short' });

export function Releases({ targets, lang }: { targets: Target[]; lang: Lang }) {
  const w = words[lang];
  return (
    <section aria-labelledby="releases">
      <h2 id="releases">{w.releases}</h2>
      <table>
        <Head columns={[w.channel, w.pack, w.version, w.rulesCount, w.size, w.state]} />
        <tbody>
          {targets.map((t) => (
            <tr key={t.name}>
              <td>{t.channel}</td>
              <th scope="row">
                {t.name} <code title={t.sha256}>{t.sha256.slice(0, 8)}</code>
              </th>
              <td>{t.custom.version ?? '–'}</td>
              <td>{t.custom.rules ?? '–'}</td>
              <td>{Math.ceil(t.length / 1024).toLocaleString(lang)} kB</td>
              <td>
                {standing(t, w).map((line) => (
                  <div key={line}>{line}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How far a target is rolled out. */
function standing({ name, custom }: Target, w: Words): string[] {
  const lines: string[] = [];
  if (custom.withdrawn) lines.push(w.withdrawn(custom.withdrawn));
  // What stands in for another pack (server/release, Target.StandsIn).
  else if (/(^|\/)before-[^/]*$/.test(name)) lines.push(w.standIn);
  else if (custom.percent === undefined || custom.percent === 100) lines.push(w.everybody);
  else lines.push(w.percent(custom.percent));
  if (custom.minimum) lines.push(w.minimum(custom.minimum));
  if (custom.off?.length) lines.push(w.off(custom.off, custom.why ?? ''));
  for (const why of custom.accepted ?? []) lines.push(w.accepted(why));
  return lines;
}

export function Expiry({ roles, lang }: { roles: Role[]; lang: Lang }) {
  const w = words[lang];
  const now = Date.now();
  return (
    <section aria-labelledby="expiry">
      <h2 id="expiry">{w.expiry}</h2>
      <table>
        <Head columns={[w.role, w.version, w.signatures, w.runsOut]} />
        <tbody>
          {roles.map((role) => {
            const left = (role.expires - now) / day;
            // The server signs the timestamp anew by itself, long before it runs out.
            const urgent = left < (role.name === 'timestamp' ? 1 : 21);
            return (
              <tr key={role.name}>
                <th scope="row">{role.name}</th>
                <td>{role.version}</td>
                <td>{role.threshold && role.keys ? w.of(role.threshold, role.keys) : '–'}</td>
                <td>
                  <span class={urgent ? 'tag urgent' : 'tag fine'}>{w.left(left)}</span>{' '}
                  <time dateTime={new Date(role.expires).toISOString()}>
                    {date(role.expires, lang)}
                  </time>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface Past {
  entry: Entry;
  changes: Change[];
}

export function History({ audit, lang }: { audit: Audit; lang: Lang }) {
  const w = words[lang];
  const [past, setPast] = useState<Past[]>([]);
  useEffect(() => {
    let current = true;
    void readPast(audit).then((read) => current && setPast(read));
    return () => {
      current = false;
    };
  }, [audit]);
  return (
    <section aria-labelledby="history">
      <h2 id="history">{w.history}</h2>
      <ol class="history">
        {past.map(({ entry, changes: made }) => (
          <li key={entry.n}>
            <strong>{w.release(entry.versions!.targets)}</strong>{' '}
            <time dateTime={entry.time}>{date(Date.parse(entry.time), lang)}</time>
            <ul>
              {made.map(({ kind, name }) => (
                <li key={name}>
                  <span class={`tag ${kind}`}>{w[kind]}</span> {name}
                </li>
              ))}
              {made.length === 0 && <li class="soft">{w.nothing}</li>}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

async function readPast({ entries }: Audit): Promise<Past[]> {
  const undone = new Set(entries.map((e) => e.of));
  const done = entries.filter((e) => e.event === 'published' && e.versions && !undone.has(e.n));
  return Promise.all(
    done
      .slice(-shownReleases)
      .reverse()
      .map(async (entry) => {
        const version = entry.versions!.targets;
        const [before, after] = await Promise.all([
          version > 1 ? targetsAt(version - 1) : [],
          targetsAt(version),
        ]);
        return { entry, changes: changes(before ?? [], after ?? []) };
      }),
  );
}

export function AuditLog({ audit, lang }: { audit: Audit; lang: Lang }) {
  const w = words[lang];
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">{w.audit}</h2>
      {audit.broken === null ? (
        <p>
          <span class="tag fine">✓</span> {w.whole(audit.entries.length)}
        </p>
      ) : (
        <p role="alert" class="tag urgent">
          {w.broken(audit.broken)}
        </p>
      )}
      {audit.head && (
        <p class="soft">
          {w.head} <code class="hash">{audit.head}</code>
        </p>
      )}
      <details>
        <summary>{w.entries}</summary>
        <ol class="log">
          {audit.entries.map((e) => (
            <li key={e.n} value={e.n}>
              <time dateTime={e.time}>{date(Date.parse(e.time), lang)}</time> {w.events[e.event]}
              {e.versions && ` · targets ${e.versions.targets}, timestamp ${e.versions.timestamp}`}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
