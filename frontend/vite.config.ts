import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The static server of a running platform; it has the configuration and the way to the API. */
const SITE = 'http://127.0.0.1:3008';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // Every file is served under its own address: what is inlined would need a wider content security policy.
  build: { assetsInlineLimit: 0, sourcemap: true },
  server: { proxy: { '/api': SITE, '/config.json': SITE } },
});
