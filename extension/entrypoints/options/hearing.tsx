/** How much to say, and of what. */
import { categories } from '../../lib/categories';
import { sensitivities } from '../../lib/settings';
import { Choice, Lines, Switch } from '../../ui/fields';
import type { PartProps } from './main';

export function Hearing({ say, settings, set, locked }: PartProps) {
  const { quiet } = settings;
  return (
    <section class="bd-sheet" data-bedside="hearing">
      <h2>{say.hearing}</h2>
      <Choice
        label={say.sensitivity}
        hint={say.sensitivityHint[settings.sensitivity]}
        hook="sensitivity"
        value={settings.sensitivity}
        options={sensitivities.map((s) => [s, say.sensitivities[s]] as const)}
        choose={(sensitivity) => set({ sensitivity })}
        locked={locked('sensitivity')}
      />
      <Switch
        label={say.noStories}
        hint={say.noStoriesHint}
        hook="no-stories"
        on={settings.noStories}
        turn={(noStories) => set({ noStories })}
        locked={locked('noStories')}
      />
      <details class="bd-fold">
        <summary>
          {say.categories}{' '}
          <small>{say.categoriesOn(categories.length - quiet.length, categories.length)}</small>
        </summary>
        {categories.map((category) => (
          <Switch
            key={category}
            label={say.category[category]}
            hook={`category-${category}`}
            on={!quiet.includes(category)}
            turn={(on) =>
              set({ quiet: on ? quiet.filter((q) => q !== category) : [...quiet, category] })
            }
            locked={locked('quiet')}
          />
        ))}
      </details>
      <Lines
        label={say.words}
        hint={say.wordsHint}
        hook="words"
        value={settings.words}
        keep={(chosen) => set({ words: chosen })}
      />
    </section>
  );
}
