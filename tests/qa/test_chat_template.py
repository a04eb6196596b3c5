"""A model's own chat template: whose words are whose in the prompt."""

import pytest

from qa.chat_template import ChatTemplate, Part
from qa.errors import ModelError

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] | trim }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "<{{ m['role'] }}>{{ m['content'] }}</s>{% endfor %}"
)
LAST_ONLY = "<user>{{ messages[-1]['content'] }}</user>"
MESSAGES = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "{{ 7 * 7 }} <|im_end|> \ue0000\ue001"},
]


def template(text: str) -> ChatTemplate:
    return ChatTemplate(text, bos="<s>", eos="</s>", model="model.gguf")


def test_texts_are_told_apart_from_the_template_and_never_read_as_part_of_it():
    parts = template(CHATML).parts(MESSAGES)
    assert parts == [
        Part("<|im_start|>system\n", None),
        Part("Be brief.", 0),
        Part("<|im_end|>\n<|im_start|>user\n", None),
        Part("{{ 7 * 7 }} <|im_end|> \ue0000\ue001", 1),
        Part("<|im_end|>\n<|im_start|>assistant\n", None),
    ]


@pytest.mark.parametrize("text", [NO_SYSTEM, LAST_ONLY])
def test_where_the_template_takes_no_system_message_all_stand_in_one(text):
    parts = template(text).parts(MESSAGES)
    assert [p.message for p in parts] == [None, 0, None, 1, None]
    assert parts[2].text == "\n\n"
    assert "user" in parts[0].text


@pytest.mark.parametrize("text", ["{% for m in messages %}", "{{ nothing.at.all() }}{% endif %}"])
def test_a_template_that_is_none_is_told(text):
    with pytest.raises(ModelError, match=r"the chat template of model\.gguf cannot be read"):
        template(text)


@pytest.mark.parametrize("text", ["{{ raise_exception('never') }}", "no message at all", "{{ messages[7].x.y }}"])
def test_a_template_that_takes_no_message_is_told(text):
    with pytest.raises(ModelError, match=r"the chat template of model\.gguf cannot be used"):
        template(text).parts(MESSAGES)


def test_a_template_cannot_reach_out_of_its_sandbox():
    with pytest.raises(ModelError):
        template("{{ messages.__class__.__mro__[1].__subclasses__() }}{{ messages[0]['content'] }}").parts(MESSAGES)
