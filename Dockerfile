# Every Node program of the platform, one image each:
#   docker build --build-arg SERVICE=course-service --target prod .
# SERVICE is an app's id, "frontend", "sandbox" or "operator"; `--target dev` has a shell and what development needs.
# Who has a registry of their own for npm adds: --secret id=npmrc,src=$HOME/.npmrc
ARG NODE_IMAGE=docker.io/library/node:24.21.0-trixie-slim
# What runs in production needs neither a shell nor npm.
ARG RUNTIME_IMAGE=${NODE_IMAGE}

FROM ${NODE_IMAGE} AS repository
WORKDIR /app
COPY . .

# What npm reads, and nothing else: an edit elsewhere installs nothing anew.
FROM repository AS manifests
RUN find . -type f ! -name package.json ! -name package-lock.json -exec rm {} + \
 && find . -depth -mindepth 1 -type d -empty -exec rmdir {} ';' \
 && find . -exec touch -d @0 {} +

# The one workspace with those it is linked to. Everything else would be dead weight, and so is half of what packages
# bring: types, source maps and manuals; Node runs no TypeScript below node_modules.
FROM ${NODE_IMAGE} AS dependencies
ARG SERVICE
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc \
    npm ci --omit=dev --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error \
      --workspace "@studynotion/${SERVICE}" \
 && realpath node_modules/@studynotion/* > /tmp/linked \
 && find "$PWD" -mindepth 2 -name package.json ! -path '*/node_modules/*' -exec dirname {} ';' \
    | grep -vxFf /tmp/linked | xargs rm -rf package-lock.json node_modules/.package-lock.json \
 && find . -path '*/node_modules/*' -type f ! -iname 'licen[sc]e*' ! -iname 'notice*' \
      '(' -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' -o -name '*.md' ')' -exec rm {} +

FROM ${NODE_IMAGE} AS dev-dependencies
ARG SERVICE
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc \
    npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error --workspace "@studynotion/${SERVICE}"

# The sources of the same workspaces; main.ts is a link to the program of this image.
FROM repository AS sources
ARG SERVICE
COPY --from=dependencies /tmp/linked /tmp/linked
RUN mkdir -p /out/app && cp package.json /out/app/ \
 && while read -r folder; do mkdir -p "/out$folder" && cp -R "$folder/." "/out$folder/"; done < /tmp/linked \
 && cd /out/app && ln -s "$(ls -d services/"$SERVICE"/src/main.ts "$SERVICE"/src/main.ts "$SERVICE"/server/main.ts 2>/dev/null)" main.ts \
 && find /out -exec touch -h -d @0 {} +

FROM ${NODE_IMAGE} AS site-dependencies
ARG SERVICE
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc \
    [ "$SERVICE" != frontend ] || npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error \
      --workspace @studynotion/frontend

# The pages of the front end; of any other program an empty folder.
FROM site-dependencies AS site
ARG SERVICE
COPY --from=sources /app/tsconfig.base.json /out/app ./
RUN mkdir -p /site \
 && { [ "$SERVICE" != frontend ] || NODE_ENV=production npm run build --workspace @studynotion/frontend -- --outDir /site/frontend/dist; }

FROM ${NODE_IMAGE} AS dev
ARG SERVICE
LABEL org.opencontainers.image.title="studynotion ${SERVICE} (development)"
WORKDIR /app
COPY --from=dev-dependencies --chown=10001:10001 /app ./
COPY --from=site --chown=10001:10001 /site ./
COPY --from=sources --chown=10001:10001 /out/app ./
USER 10001:10001
CMD ["node", "--watch", "main.ts"]

FROM ${RUNTIME_IMAGE} AS prod
ARG SERVICE
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="studynotion ${SERVICE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=site /site ./
COPY --from=sources /out/app ./
USER 10001:10001
CMD ["node", "main.ts"]
