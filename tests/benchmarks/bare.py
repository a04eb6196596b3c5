"""What the bare model costs: llama-cpp-python as its README uses it, two threads, the weights as they are shipped.

usage: python tests/benchmarks/bare.py MODEL.gguf      loads, reads 450 tokens, writes 40
"""

import sys

from llama_cpp import Llama

READ, WRITTEN, THREADS, CONTEXT = 450, 40, 2, 2_048

model = Llama(sys.argv[1], n_ctx=CONTEXT, n_threads=THREADS, n_threads_batch=THREADS, verbose=False)
prompt = model.tokenize(b"The ferry to the island leaves at nine and comes back at five. " * 60)[:READ]
assert len(prompt) == READ
written = []
for token in model.generate(prompt, temp=0.0):
    written.append(token)
    if len(written) == WRITTEN:
        break
print(model.detokenize(written).decode(errors="replace"))
