import * as chromium from '../harness/chromium.mjs';
import { experiment } from '../suites/control.mjs';

experiment(chromium);
