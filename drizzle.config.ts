/** `npm run ledger:generate` writes the next migration from the schema; `casing` must equal the one in connect.ts. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './activities/ledger/schema.ts',
    './activities/ledger/comments-schema.ts',
    './activities/ledger/supervision-schema.ts',
    './activities/ledger/indicators-schema.ts',
    './activities/ledger/replies-schema.ts',
  ],
  out: './activities/ledger/migrations',
  casing: 'snake_case',
});
