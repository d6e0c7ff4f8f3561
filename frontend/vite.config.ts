import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// One script and one style sheet with fixed names: the server and the single file name them.
export default defineConfig({
  plugins: [svelte({ compilerOptions: { fragments: 'tree' } })],
  build: {
    outDir: process.env.POLEMOS_BUILD ?? '../src/polemos/web/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      input: 'src/main.ts',
      output: { format: 'es', entryFileNames: 'app.js', assetFileNames: 'app[extname]', codeSplitting: false },
    },
  },
});
