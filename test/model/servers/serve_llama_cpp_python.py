"""Serves a GGUF file by llama-cpp-python: `serve_llama_cpp_python.py FILE PORT [OPTION...]`. Ends when its standard input does."""

import os
import sys
import threading

from llama_cpp.server.__main__ import main


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
file, port, *options = sys.argv[1:]
sys.argv = ["llama_cpp.server", "--model", file, "--port", port, "--host", "127.0.0.1", "--n_ctx", "2048", *options]
main()
