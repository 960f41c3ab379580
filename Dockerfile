# Production image: the web server, the worker and the beat are this image with another command.

FROM node:24-bookworm-slim AS frontend
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY cpr/frontend.py cpr/
COPY static/ static/
RUN apt-get update && apt-get install --yes --no-install-recommends python3 \
    && python3 -I cpr/frontend.py

FROM python:3.12-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt

FROM python:3.12-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cpr.settings.production
RUN useradd --system --uid 10001 --home-dir /srv/register --shell /usr/sbin/nologin register
WORKDIR /srv/register
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY cpr/ cpr/
COPY agencies/ agencies/
COPY cases/ cases/
COPY templates/ templates/
COPY locale/ locale/
COPY static/ static/
COPY --from=frontend /src/static/build/ static/build/
# The values below only let the settings load while the image is built; no server is reached.
RUN python -m cpr.translations \
    && SECRET_KEY=built-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKL \
       ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres:///none REDIS_URL=redis://none \
       python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir media && chown register media
USER register
EXPOSE 8000
CMD ["gunicorn", "cpr.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--access-logfile", "-", "--access-logformat", "%(h)s %(t)s %(m)s %(U)s %(s)s %(B)s %(L)s", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
