"""Folders of small encoders: files alone, made by hand, and real models of a few random numbers."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path

WORDS = """
    [PAD] [UNK] [CLS] [SEP] [MASK] the a storm sank boats in harbour olive oil rose school roof
    query passage s : . ? ##s
""".split()


def tokenizer_json() -> str:
    """A tokenizer that knows a few words."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing

    numbers = {word: n for n, word in enumerate(WORDS)}
    made = Tokenizer(WordPiece(numbers, unk_token="[UNK]"))
    made.normalizer = BertNormalizer()
    made.pre_tokenizer = BertPreTokenizer()
    special = [(name, numbers[name]) for name in ("[CLS]", "[SEP]")]
    made.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=special)
    return made.to_str()


def safetensors(header: object, data: bytes = b"\x00" * 16) -> bytes:
    """A file of that format; a header in bytes as it is."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def modules(*kinds: str) -> list[dict[str, object]]:
    """`modules.json`."""
    return [
        {"idx": n, "name": str(n), "path": f"{n}_{kind}" if n else "", "type": f"sentence_transformers.models.{kind}"}
        for n, kind in enumerate(kinds)
    ]


BERT = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": 384,
    "num_attention_heads": 2,
    "num_hidden_layers": 1,
    "max_position_embeddings": 64,
}
FILES: Mapping[str, object] = {
    "modules.json": modules("Transformer", "Pooling", "Normalize"),
    "config.json": BERT,
    "sentence_bert_config.json": {"max_seq_length": 32, "do_lower_case": False},
    "1_Pooling/config.json": {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True},
    "model.safetensors": safetensors({}),
}


def write_files(folder: Path, changes: Mapping[str, object] | None = None) -> Path:
    """Writes what an encoder's folder holds, None for a file that is left out; its weights are none."""
    for name, content in ({**FILES, "tokenizer.json": tokenizer_json()} | dict(changes or {})).items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes | str) else json.dumps(content)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def save_models(folder: Path) -> None:
    """Saves real models, as sentence-transformers does, made of random numbers:

    `mean` is a BERT with mean pooling, `prompts` the same with prompts, `old` its weights as PyTorch once saved them,
    `half` in float16, `cls` with the first token's state and a dense layer, `static` a table of word vectors.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Dense,
        Normalize,
        Pooling,
        StaticEmbedding,
        Transformer,
    )
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = {name: f"[{name[:-6].upper()}]" for name in ("pad_token", "unk_token", "cls_token", "sep_token")}
    tokenizer = Tokenizer.from_str(tokenizer_json())
    base = folder / "base"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=32, **special).save_pretrained(base)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=48,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(base)
    prompts = {"query": "query : ", "document": "passage : "}

    def save(name: str, *parts: object, **options: object) -> SentenceTransformer:
        model = SentenceTransformer(modules=list(parts), device="cpu", **options)
        model.save(str(folder / name))
        return model

    save("mean", Transformer(str(base)), Pooling(16, "mean"), Normalize())
    save("prompts", Transformer(str(base)), Pooling(16, "mean"), prompts=prompts)
    save("cls", Transformer(str(base)), Pooling(16, "cls"), Dense(16, 8), prompts=prompts)
    save("half", Transformer(str(base)), Pooling(16, "mean")).half().save(str(folder / "half"))
    save("old", Transformer(str(base)), Pooling(16, "mean"))
    (folder / "old" / "model.safetensors").unlink()
    torch.save(BertModel.from_pretrained(base).state_dict(), folder / "old" / "pytorch_model.bin")
    save("static", StaticEmbedding(tokenizer, embedding_dim=12))
