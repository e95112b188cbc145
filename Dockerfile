# syntax=docker/dockerfile:1
# Stage 1 compiles, stage 2 holds the binary and the shared libraries it needs. Both are Debian 12, so that what is
# linked is what is there at run time.
FROM swift:6.3-bookworm AS build
WORKDIR /src

# Packages first: they change rarely, so this layer is kept.
COPY scripts/setup.sh scripts/setup.sh
RUN scripts/setup.sh --build-only

# Then the dependencies, for the same reason. The pattern matches no file where none is checked in.
COPY Package.swift Package.resolve[d] ./
RUN swift package resolve

COPY . .
RUN swift build -c release --static-swift-stdlib -Xswiftc -cross-module-optimization --product gradehook \
    && install -D "$(swift build -c release --show-bin-path)/gradehook" /out/gradehook \
    && strip /out/gradehook

FROM debian:bookworm-slim
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

RUN --mount=type=bind,source=scripts/setup.sh,target=/setup/scripts/setup.sh \
    /setup/scripts/setup.sh --runtime \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/gradehook --create-home --shell /usr/sbin/nologin gradehook

COPY --from=build /out/gradehook /usr/local/bin/gradehook
COPY LICENSE /usr/share/doc/gradehook/LICENSE

USER 10001:10001
WORKDIR /var/lib/gradehook
VOLUME /var/lib/gradehook
EXPOSE 8080
STOPSIGNAL SIGTERM

# The image has no curl; bash opens the connection itself. Healthy is a 200 from /livez; a configuration that listens on
# another port replaces this with --health-cmd.
HEALTHCHECK --interval=30s --timeout=3s --start-period=2s --retries=3 CMD ["/bin/bash", "-euc", \
    "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /livez HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; read -r _ status _ <&3; test \"$status\" = 200"]

# The configuration is mounted at /etc/gradehook/gradehook.yaml and must listen on an address that can be reached from
# outside the container: server.listen: "0.0.0.0:8080".
ENTRYPOINT ["gradehook"]
CMD ["serve", "--config", "/etc/gradehook/gradehook.yaml"]
