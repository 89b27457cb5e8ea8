/** Who the author is: role, where, and whose names are no patient's. */
import colleges from '../../lib/colleges.json';
import { jurisdictionName, jurisdictionOf, jurisdictions } from '../../lib/jurisdiction';
import { roles } from '../../lib/settings';
import { Choice, Lines } from '../../ui/fields';
import type { PartProps } from './main';

export function Author({ say, asking, settings, set, locked }: PartProps) {
  const { lang } = asking;
  const { jurisdiction } = settings;
  const where = jurisdiction === 'auto' ? jurisdictionOf(navigator.languages) : jurisdiction;
  const college = colleges[where as keyof typeof colleges];
  return (
    <section class="bd-sheet" data-bedside="author">
      <h2>{say.author}</h2>
      <Choice
        label={say.role}
        hint={settings.role === 'trainee' ? say.traineeHint : undefined}
        hook="role"
        value={settings.role}
        options={roles.map((role) => [role, say.roles[role]] as const)}
        choose={(role) => set({ role })}
        locked={locked('role')}
      />
      <Choice
        label={say.where}
        hint={
          college && (
            <>
              {say.college}{' '}
              <a href={college.url} target="_blank" rel="noopener noreferrer">
                {college[lang]}
              </a>
            </>
          )
        }
        hook="jurisdiction"
        value={jurisdiction}
        options={[
          ['auto', say.asBrowser] as const,
          ['', say.notSaid] as const,
          ...jurisdictions.map((code) => [code, jurisdictionName(code, lang)] as const),
        ]}
        choose={(code) => set({ jurisdiction: code })}
        locked={locked('jurisdiction')}
      />
      <Choice
        label={say.lang}
        hook="lang"
        value={settings.lang}
        options={[
          ['auto', say.asDraft] as const,
          ['en', 'English'] as const,
          ['fr', 'Français'] as const,
        ]}
        choose={(chosen) => set({ lang: chosen })}
        locked={locked('lang')}
      />
      <Lines
        label={say.names}
        hint={say.namesHint}
        hook="names"
        value={settings.names}
        keep={(names) => set({ names })}
      />
    </section>
  );
}
