# syntax=docker/dockerfile:1

# One target per service: docker build --target api . (kitchen-worker, notifier, migrate, proxy, expediter). BuildKit builds only the
# stages that the target needs, and its caches survive a change of Cargo.lock.

# The web app.
FROM node:22-bookworm-slim AS web
WORKDIR /web
COPY web ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund && npm run build

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
COPY --from=web /web/dist web/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --release --locked -p api -p kitchen-worker -p notifier -p expediter \
    && cd target/release && install -D --strip --target-directory=/out api kitchen-worker notifier expediter

FROM debian:bookworm-slim AS runtime
# Certificates for amqps:// and for databases with TLS, and an unprivileged user.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin expediter \
    && install -d -o 10001 -g 10001 /var/lib/expediter /var/lib/expediter/data
WORKDIR /var/lib/expediter
USER 10001:10001
ENV LOG_FORMAT=json

FROM runtime AS api
COPY --from=build /out/api /usr/local/bin/
ENV API_ADDR=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["api", "health"]
ENTRYPOINT ["api"]

FROM runtime AS notifier
COPY --from=build /out/notifier /usr/local/bin/
ENV NOTIFIER_ADDR=0.0.0.0:8081
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["notifier", "health"]
ENTRYPOINT ["notifier"]

FROM runtime AS kitchen-worker
COPY --from=build /out/kitchen-worker /usr/local/bin/
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["kitchen-worker", "health"]
ENTRYPOINT ["kitchen-worker"]

# Applies the database migrations and exits.
FROM runtime AS migrate
COPY --from=build /out/expediter /usr/local/bin/
ENTRYPOINT ["expediter", "migrate"]

# The web app, and one address for all services.
FROM nginx:1.28-alpine AS proxy
COPY deploy/proxy/nginx.conf /etc/nginx/nginx.conf
COPY --from=web /web/dist /srv/web

# All services in one process. The last target, so that a plain `docker build .` builds it. Its data is in the volume.
FROM runtime AS expediter
COPY --from=build /out/expediter /usr/local/bin/
ENV API_ADDR=0.0.0.0:8080 LOG_FORMAT=pretty
EXPOSE 8080
VOLUME /var/lib/expediter/data
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["expediter", "health"]
ENTRYPOINT ["expediter"]
CMD ["serve"]
