import * as chromium from './harness/chromium.mjs';
import { attacks } from './suites/attacks.mjs';

attacks(chromium);
