/** Puts the console on the page. */
import { render } from 'preact';
import '../../../../extension/ui/theme.css';
import './console.css';
import { Console } from './console';

render(<Console />, document.querySelector('#app')!);
