import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: {
    __BEDSIDE_UPDATE_URL__: JSON.stringify('https://rules.example/tuf/'),
    'import.meta.env.FIREFOX': 'false',
  },
  // A cold module on a busy machine takes its time.
  test: { testTimeout: 30_000, include: ['lib/**/*.test.ts', 'ui/**/*.test.{ts,tsx}'] },
});
