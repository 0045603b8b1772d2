# syntax=docker/dockerfile:1
# The app for production: web and worker in one process, on a PostgreSQL of your own (DATABASE_URL).
# docs/deployment.md tells how it is run; `npm run image:try` carries these steps out as plain commands.

FROM node:24-bookworm-slim AS build
WORKDIR /srv/perennial
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/run.mjs build
# The image has its own Node, and the database is elsewhere: npm's copies of both stay behind.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /srv/perennial
COPY --from=build /srv/perennial/package.json ./
COPY --from=build /srv/perennial/node_modules node_modules
COPY --from=build /srv/perennial/prisma prisma
COPY --from=build /srv/perennial/scripts scripts
COPY --from=build /srv/perennial/app app
COPY --from=build /srv/perennial/build build
# Nothing is written here at run time: no volume, a read-only file system will do.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals must reach the process that stops gracefully.
CMD ["node", "scripts/commands/start.ts"]
