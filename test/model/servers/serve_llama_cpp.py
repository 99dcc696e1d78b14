"""Serves a GGUF file by llama.cpp's own HTTP server: `serve_llama_cpp.py FILE PORT`. Ends when its standard input does."""

import os
import sys

import xllamacpp

# Questions that are asked at once, and tokens that each may take.
SLOTS = 4
TOKENS = 2048

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.port = int(sys.argv[2])
params.n_parallel = SLOTS
params.n_ctx = SLOTS * TOKENS
for threads in (params.cpuparams, params.cpuparams_batch):
    threads.n_threads = 2
    # Threads that wait by spinning take a busy machine's cores from each other.
    threads.poll = 0

server = xllamacpp.Server(params)
print(f"listening on {server.listening_address}", flush=True)
sys.stdin.read()
os._exit(0)
