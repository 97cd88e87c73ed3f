# claimtrace with everything that it needs, as a user without rights. Not built in our tests: docs/schedules.md.
FROM python:3.11-slim-bookworm AS built
WORKDIR /build
COPY requirements/uv.lock requirements/runtime.lock requirements/
RUN python -m venv /opt/claimtrace \
    && /opt/claimtrace/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/uv.lock \
    && /opt/claimtrace/bin/uv pip install --no-cache --compile-bytecode --python /opt/claimtrace/bin/python --require-hashes -r requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY spiders spiders
COPY transforms transforms
COPY warehouse warehouse
COPY reports reports
COPY flows flows
RUN /opt/claimtrace/bin/uv pip install --no-cache --compile-bytecode --python /opt/claimtrace/bin/python --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 claimtrace \
    && useradd --system --uid 10001 --gid claimtrace --create-home claimtrace \
    && install --directory --owner=claimtrace --group=claimtrace \
        /srv/claimtrace /srv/claimtrace/data /srv/claimtrace/sites
COPY --from=built /opt/claimtrace /opt/claimtrace
ENV PATH=/opt/claimtrace/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false
WORKDIR /srv/claimtrace
USER 10001:10001
RUN claimtrace init --force /srv/claimtrace
VOLUME ["/srv/claimtrace/data", "/srv/claimtrace/sites"]
ENTRYPOINT ["claimtrace"]
CMD ["--help"]
