/** Card and gate over the page, in a shadow root as in the extension. */
import { useEffect, useRef } from 'preact/hooks';
import { type CardProps, type Mounted, mountCard } from '../../../extension/ui/card';
import { type GateProps, mountGate } from '../../../extension/ui/gate';

export function CardLayer({ card }: { card: CardProps }) {
  return <Layer props={card} mount={mountCard} />;
}

export function GateLayer({ gate }: { gate: GateProps }) {
  return <Layer props={gate} mount={mountGate} />;
}

function Layer<Props extends object>({
  props,
  mount,
}: {
  props: Props;
  mount(shadow: ShadowRoot, props: Props): Mounted<Props>;
}) {
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted<Props> | null>(null);

  useEffect(() => {
    const shadow = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    mounted.current = mount(shadow, props);
    return () => {
      mounted.current?.unmount();
      mounted.current = null;
    };
  }, []);
  useEffect(() => mounted.current?.update(props));

  return <div ref={host} />;
}
