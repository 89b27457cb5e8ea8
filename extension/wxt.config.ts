import { defineConfig } from 'wxt';

/** Where this build asks for rules; an organisation's policy may say otherwise. */
const updateUrl = process.env.BEDSIDE_UPDATE_URL ?? 'http://localhost:8787/tuf/';

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // scripting and activeTab are for sites that authors add: the one runs the content
    // script there, the other tells the popup the address of the tab it was opened on.
    permissions: ['storage', 'alarms', 'scripting', 'activeTab'],
    optional_host_permissions: ['https://*/*'],
    content_security_policy: {
      // The update servers of an organisation's policy, which are on https: or this very
      // machine (isUpdateUrl). No page of the extension loads anything else, and drafts
      // are in none of the requests.
      extension_pages: [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "object-src 'none'",
        "connect-src 'self' https: http://localhost:*",
      ].join('; '),
    },
    ...(browser === 'chrome'
      ? { minimum_chrome_version: '128', storage: { managed_schema: 'policy.json' } }
      : {
          browser_specific_settings: {
            gecko: {
              id: 'bedside@bedside-md.example',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }),
  }),
  vite: () => ({
    define: { __BEDSIDE_UPDATE_URL__: JSON.stringify(updateUrl) },
    build: { target: 'es2022' },
  }),
});
