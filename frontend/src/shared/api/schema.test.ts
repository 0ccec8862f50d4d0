import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the committed types are those of docs/openapi.json (npm run api)', () => {
  const args = ['node_modules/openapi-typescript/bin/cli.js', '../docs/openapi.json', '--default-non-nullable=false'];
  const made = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(made.trim() === readFileSync('src/shared/api/schema.ts', 'utf8').trim()).toBe(true);
});
