import * as chromium from '../harness/chromium.mjs';
import { latencies } from '../suites/latency.mjs';

latencies(chromium);
