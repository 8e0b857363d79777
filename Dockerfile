FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libegl1 libgl1 libgles2 libglib2.0-0 libxcb1 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home coach && mkdir /data && chown coach /data
WORKDIR /coach

COPY requirements.lock .
# --no-deps: mediapipe asks for a second OpenCV, which the lock leaves out
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

COPY . .
USER coach
# The process that reads clips can neither fetch nor keep anything: it is done here.
RUN python -m analysis.estimation.model_file heavy

ENV DATA_DIR=/data
VOLUME /data
CMD ["python", "-m", "bot"]
