# Works on Debian with python3 and python3-venv, and on the official slim image. Pin a digest where you deploy.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /build
RUN python3 -m venv /opt/tillid
COPY requirements/run.lock requirements/run.lock
RUN /opt/tillid/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md ./
COPY tillid tillid
COPY bot bot
COPY storage storage
COPY locales locales
COPY flows flows
RUN /opt/tillid/bin/python -m locales compile \
 && /opt/tillid/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${BASE_IMAGE}
RUN useradd --uid 10001 --no-create-home --home-dir /srv/tillid --shell /usr/sbin/nologin tillid \
 && install -d /srv/tillid && install -d -o tillid -m 700 /srv/tillid/config /srv/tillid/data
COPY --from=build /opt/tillid /opt/tillid
WORKDIR /srv/tillid
USER 10001
ENV PATH=/opt/tillid/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Everything else may be read-only; drafts' secrets want a tmpfs at /dev/shm or TILLID_RUNTIME_DIR. A webhook's port is
# on the container's own loopback until TILLID_TELEGRAM_WEBHOOK_LISTEN=0.0.0.0:8082.
VOLUME ["/srv/tillid/config", "/srv/tillid/data"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9090/healthz', timeout=4)"]
ENTRYPOINT ["tillid"]
CMD ["run"]
