import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server that answers `/api`, `/healthz` and the public pages while one works on the application.
const server = process.env['JIAXIU_SERVER'] ?? 'http://127.0.0.1:8090';

// The server accepts a cookie's request only from its own origin, so the proxy speaks for the same one.
const proxy = { '/api': { target: server, changeOrigin: true } };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [
    react(),
    {
      // The binary answers every path under /app/ with the same page; so do the servers for development.
      name: 'app-pages',
      configureServer: (dev) => {
        dev.middlewares.use((request, _response, next) => {
          const path = request.url?.split('?')[0] ?? '';
          if (path === '/app' || (path.startsWith('/app/') && !path.includes('.'))) request.url = '/index.html';
          next();
        });
      },
    },
    {
      // The server answers with these rather than pack the same file for every reader.
      name: 'packed-assets',
      apply: 'build',
      writeBundle: (options) => {
        const folder = join(options.dir ?? 'dist', 'assets');
        for (const name of readdirSync(folder).filter((one) => /\.(js|css|svg)$/.test(one))) {
          const content = readFileSync(join(folder, name));
          writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
          writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
        }
      },
    },
  ],
  // The server puts each answer's own nonce in the place of this word.
  html: { cspNonce: 'JIAXIU_NONCE' },
  resolve: { alias: { '@locales': here('./locales'), '@': here('./src') } },
  // Pages live under /app/, their files under /assets/: both are served by the binary from its root.
  base: '/',
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    manifest: true,
    sourcemap: false,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: {
        app: here('./index.html'),
        // The public pages are written by the server, which finds these by the manifest.
        pages: here('./src/islands/main.ts'),
        search: here('./src/islands/search/main.tsx'),
      },
    },
  },
  server: { port: 5173, proxy },
  preview: { port: 4173, proxy },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/shared/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: true,
    // Only a guard against hanging: large forms take their time to be asked for roles without a browser.
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
