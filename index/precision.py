"""The precision in which passages are embedded."""

from __future__ import annotations

BFLOAT16, FLOAT32 = "bfloat16", "float32"

# Processors multiply matrices of bfloat16 twice as fast as float32 and more where they have instructions for it
# (60 against 27 paragraphs a second on an EPYC with AVX-512); without them it is 7 times slower (on one with AVX2).
INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16")  # x86-64, x86-64, Arm: cpuinfo's names


def precision() -> str:
    """`bfloat16` where the processor has instructions for it and PyTorch's matrix library uses them, else `float32`.

    The vectors are float32 in any case; of bfloat16 is what lies between the layers (cosine to float32 at least
    0.9999 on SQuAD's passages). A PyTorch too old to tell (no torch.cpu.get_capabilities) means float32.
    """
    import torch

    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    has_instructions = any(capabilities.get(name) for name in INSTRUCTIONS)
    return BFLOAT16 if has_instructions and torch.ops.mkldnn._is_mkldnn_bf16_supported() else FLOAT32
