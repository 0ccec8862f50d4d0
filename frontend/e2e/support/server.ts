// Starts the server with a demo of its own, on a free port and in a directory that goes away afterwards.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the server is: `http://127.0.0.1:PORT`. */
    base: string;
    /** Directory of its data, with `accounts.json`. */
    data: string;
    /** The program. */
    program: string;
  }
}

const STARTED_WITHIN_MS = 300_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function ready(base: string, server: ChildProcess, said: string[]): Promise<void> {
  const until = Date.now() + STARTED_WITHIN_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`the server ended at its start:\n${said.join('')}`);
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`the server was not ready within ${STARTED_WITHIN_MS / 1000} s:\n${said.join('')}`);
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const program =
    process.env['JIAXIU_PROGRAM'] ?? fileURLToPath(new URL('../../../target/debug/jiaxiu', import.meta.url));
  const data = mkdtempSync(join(tmpdir(), 'jiaxiu-e2e-'));
  const port = await freePort();
  const server = spawn(program, ['demo', '--port', String(port)], {
    // Everyone signs in from one address here.
    env: {
      ...process.env,
      JIAXIU__DATA: data,
      JIAXIU__LIMITS__CREDENTIALS_PER_MINUTE: '1000',
      JIAXIU__LIMITS__ANONYMOUS_PER_MINUTE: '100000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  server.stdout.on('data', (text: Buffer) => said.push(text.toString()));
  server.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const base = `http://127.0.0.1:${port}`;
  await ready(base, server, said);
  project.provide('base', base);
  project.provide('data', data);
  project.provide('program', program);
  return async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
}
