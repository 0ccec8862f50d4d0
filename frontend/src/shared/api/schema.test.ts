// @vitest-environment node
import { readFileSync } from 'node:fs';
import openapi, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('the committed types are those of docs/openapi.json (npm run api)', async () => {
  const ast = await openapi(new URL('../../../../docs/openapi.json', `file://${import.meta.filename}`), {
    defaultNonNullable: false,
    silent: true,
  });
  const committed = readFileSync(new URL('schema.ts', `file://${import.meta.filename}`), 'utf8');
  expect(`${COMMENT_HEADER}${astToString(ast)}` === committed).toBe(true);
});
