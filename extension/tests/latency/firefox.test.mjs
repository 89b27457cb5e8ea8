import * as firefox from '../harness/firefox.mjs';
import { latencies } from '../suites/latency.mjs';

latencies(firefox);
