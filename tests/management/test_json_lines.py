"""Questions one a line: what is wrong with one of them is said, and the others are answered."""

import io
import json

import pytest

from flaneur.management.json_lines import LONGEST_LINE, Unclear, answer_lines, text_of


def answered(written, answer=lambda asked: {"text": text_of(asked, "text")}):
    answers, complaints = io.StringIO(), io.StringIO()
    unclear = answer_lines(io.BytesIO(written), answer, answers=answers, complaints=complaints)
    told = complaints.getvalue().splitlines()
    assert unclear == len(told)
    return [json.loads(line) for line in answers.getvalue().splitlines()], told


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"nope", "not JSON from character 1 on"),
        (b'{"text" "a"}', "not JSON from character 9 on"),
        (b'{"text": "caf\xe9"}', "not UTF-8: byte 14"),
        (b'{"text": "a\\ud83d"}', '"text" holds a lone surrogate, which is half a character'),
        (b"[1]", "not a JSON object"),
        (b"{}", '"text" is missing'),
        (b'{"text": 3}', '"text" is not a text'),
        (b'{"text": null}', '"text" is missing'),
        (b'{"text": NaN}', "not JSON: NaN is no number"),
        (b'{"text": "a", "share": -Infinity}', "not JSON: -Infinity is no number"),
        (b"[" * 100_000, "not JSON that can be read: a number too long or brackets too deep"),
        (b'{"text": "' + b"a" * 10_000_000 + b'"}', "longer than 1,000,000 bytes"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_is_answered(line, complaint):
    answers, told = answered(b'{"text": "un"}\n\n' + line + b'\n{"text": "deux"}')
    assert told == [f"line 3: {complaint}"]
    assert answers == [{"text": "un"}, {"text": "deux"}]


def test_a_line_as_long_as_a_line_may_be_is_read():
    room = LONGEST_LINE - len(b'{"text": ""}\n')
    answers, told = answered(b'{"text": "' + b"a" * room + b'"}\n{"text": ""}')
    assert ([len(each["text"]) for each in answers], told) == ([room, 0], [])


def test_a_mark_before_the_first_line_is_none_of_it():
    assert answered(b'\xef\xbb\xbf{"text": "un"}\r\n{"text": "deux"}') == ([{"text": "un"}, {"text": "deux"}], [])


def test_a_character_in_two_halves_is_whole():
    assert answered(rb'{"text": "\ud83d\udc4b"}') == ([{"text": "👋"}], [])


def test_what_an_answer_has_to_say_against_a_line_is_said():
    def never(_asked):
        raise Unclear("not today")

    assert answered(b"{}\n{}", never) == ([], ["line 1: not today", "line 2: not today"])
