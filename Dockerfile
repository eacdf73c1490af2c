# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY mt mt
COPY alignment alignment
COPY eval eval
COPY service service
COPY scripts/slim_requirements.py scripts/
# The default engine needs no torch; `--build-arg TORCH=yes` adds the reference engine.
ARG TORCH=
# The environment is built where it will stand, since the scripts in it name their interpreter.
RUN python -m venv /srv/amana \
    && python scripts/slim_requirements.py > slim.txt \
    && /srv/amana/bin/pip install --no-cache-dir --constraint constraints.txt --requirement slim.txt \
    && /srv/amana/bin/pip install --no-cache-dir --constraint constraints.txt --no-deps . \
    && if [ -n "${TORCH}" ]; then /srv/amana/bin/pip install --no-cache-dir --constraint constraints.txt .; fi

FROM python:3.11-slim
COPY --from=build /srv/amana /srv/amana
RUN useradd --create-home --uid 1000 amana \
    && install --directory --owner amana /data /var/cache/amana
ENV PATH=/srv/amana/bin:$PATH \
    XDG_CACHE_HOME=/var/cache/amana \
    OMP_WAIT_POLICY=passive \
    PYTHONUNBUFFERED=1
USER 1000
WORKDIR /data
VOLUME ["/data", "/var/cache/amana"]
HEALTHCHECK --interval=1m --timeout=10s CMD ["amana", "--version"]
ENTRYPOINT ["amana"]
CMD ["--help"]
