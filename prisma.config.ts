import { defineConfig } from "prisma/config";

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Only `prisma migrate` and `prisma studio` connect; `prisma generate` must work without a database.
  ...(url ? { datasource: { url } } : {}),
});
