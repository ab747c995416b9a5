"""The charter at the desk: what it says in plain words, how strongly each rule speaks, and every version there was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from flaneur.core.charter import RULES, THEMES, THREAD, Article, Book, Effect, Parameter, Rule, Takes, Thread
from flaneur.core.charter.written import PERIOD, write_book
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Charter
from flaneur.services.cities import publish_charter
from flaneur.services.judging import reason
from flaneur.web import access
from flaneur.web.desk.balance import balance_tables
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, show
from flaneur.web.desk.words import EFFECTS, THEME_NAMES

OFF = "off"
THREADS = {
    Thread.PLAIN: _("Without numbers"),
    Thread.NUMBERED: _("Each part says which it is: 1/3, 2/3, 3/3"),
}
MOST_NUMBER = 999


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of the catalogue as this charter has it; `article` is None where it is left out."""

    rule: Rule
    article: Article | None
    why: str
    fields: tuple[BoundField, ...] = ()


class CharterForm(forms.Form):
    """How strongly each rule of the catalogue speaks, its parameters, and the threads; all else stays as it is."""

    def __init__(self, data: Any, *, charter: Charter) -> None:
        super().__init__(data)
        self.book = charter.book
        self.articles = {article.key: article for article in charter.articles}
        threads = [(str(thread), gettext(said)) for thread, said in THREADS.items()]
        self.fields[THREAD] = forms.ChoiceField(
            label=gettext("Words that go on in a thread"), choices=threads, initial=charter.thread
        )
        for rule in RULES.values():
            self._ask(rule, self.articles.get(rule.key))

    def _ask(self, rule: Rule, article: Article | None) -> None:
        choices = [(str(effect), gettext(EFFECTS[effect][0])) for effect in rule.effects]
        if rule.about.effect is not Effect.SYS:
            choices.append((OFF, gettext("left out")))
        self.fields[rule.key] = forms.ChoiceField(
            label=gettext("How strongly"), choices=choices, initial=article.effect if article else OFF
        )
        for parameter in rule.about.parameters:
            given = article.parameters.get(parameter.name, parameter.default) if article else parameter.default
            self.fields[f"{rule.key}.{parameter.name}"] = ParameterField(parameter, given)

    def fields_of(self, rule: Rule) -> tuple[BoundField, ...]:
        names = [rule.key, *(f"{rule.key}.{parameter.name}" for parameter in rule.about.parameters)]
        return tuple(self[name] for name in names)

    def chosen(self) -> Book:
        """The book of the next version."""
        return self.book.with_articles(tuple(self._articles())).with_thread(Thread(self.cleaned_data[THREAD]))

    def _articles(self) -> Iterator[Article]:
        """Those of today first, in their order."""
        for key in (*self.articles, *(key for key in RULES if key not in self.articles)):
            if self.cleaned_data[key] != OFF:
                yield self._article(RULES[key])

    def _article(self, rule: Rule) -> Article:
        today = self.articles.get(rule.key)
        asked = [(p.name, self.cleaned_data[f"{rule.key}.{p.name}"], _plain(p.default)) for p in rule.about.parameters]
        changed = {name: given for name, given, default in asked if given != default}
        sentence = today.sentence if today else {}
        return Article(rule.key, Effect(self.cleaned_data[rule.key]), changed, sentence)


class ParameterField(forms.CharField):
    """A parameter as the desk types it: a number; or a line for each phrase, pair “as typed = as written” or period."""

    def __init__(self, parameter: Parameter, given: Any) -> None:
        is_number = parameter.takes is Takes.NUMBER
        widget: forms.Widget = (
            forms.NumberInput({"min": 0, "max": MOST_NUMBER}) if is_number else forms.Textarea({"rows": 3})
        )
        super().__init__(label=gettext(parameter.meaning), required=is_number, widget=widget, initial=_typed(given))
        self.takes, self.default = parameter.takes, _plain(parameter.default)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if self.takes is Takes.NUMBER:
            return self._number(lines[0])
        if self.takes is Takes.PAIRS:
            return dict(map(self._pair, lines))
        if self.takes is Takes.PERIODS and not all(PERIOD.fullmatch(line) for line in lines):
            raise forms.ValidationError(gettext("From which day to which, such as 2025-09-01/2026-03-22."))
        return lines

    def _number(self, line: str) -> int:
        if not line.isdecimal() or int(line) > MOST_NUMBER:
            raise forms.ValidationError(gettext("A whole number, please."))
        return int(line)

    def _pair(self, line: str) -> tuple[str, str]:
        typed, sign, written = line.partition("=")
        if not sign or not typed.strip() or not written.strip():
            raise forms.ValidationError(gettext("Each line has two sides: as typed = as written."))
        return typed.strip(), written.strip()


def _typed(given: Any) -> str:
    if isinstance(given, dict):
        return "\n".join(f"{typed} = {written}" for typed, written in given.items())
    return str(given) if isinstance(given, int) else "\n".join(given)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@at_desk(Act.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def charter(request: DeskRequest) -> HttpResponse:
    """The charter in force; its chief publishes the next version from here."""
    current = request.city.charters.current()
    if request.method != "POST":
        return _page(request, current, CharterForm(None, charter=current))
    access.membership(request, Act.CHARTER)
    form = CharterForm(request.POST, charter=current)
    if form.is_valid():
        with refusals_in(form):
            return _published(request, current, form.chosen())
    return _page(request, current, form)


def _published(request: DeskRequest, current: Charter, book: Book) -> HttpResponse:
    if book == current.book:
        messages.info(request, gettext("Nothing was changed: this version stays in force."))
    else:
        published = publish_charter(request.city, book, by=request.user, now=timezone.now())
        messages.success(request, gettext("Version %(version)d is in force.") % {"version": published.version})
    return redirect("desk:charter")


@at_desk(Act.SEE)
@require_safe
def version(request: DeskRequest, number: int) -> HttpResponse:
    """A version as it was, in plain words."""
    return _page(request, access.charter(request, number), None)


@at_desk(Act.SEE)
@require_safe
def file(request: DeskRequest, number: int) -> HttpResponse:
    """A version as the file `flaneur charter import` reads."""
    chosen = access.charter(request, number)
    answer = HttpResponse(write_book(chosen.book), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{request.city.slug}-charter-{chosen.version}.yaml"'
    return answer


def _page(request: DeskRequest, shown: Charter, form: CharterForm | None) -> HttpResponse:
    return show(
        request,
        "charter",
        status=422 if form and form.errors else 200,
        charter=shown,
        themes=list(_themes(shown, form if form and request.place.may(Act.CHARTER) else None)),
        form=form,
        thread=gettext(THREADS[shown.thread]),
        shares=balance_tables(request, shown, is_current=form is not None),
        versions=request.city.charters.order_by("-version").defer("text", "rules"),
        is_current=form is not None,
    )


def _themes(shown: Charter, form: CharterForm | None) -> Iterable[tuple[str, list[Row]]]:
    """The rules of each theme, with the fields that change them."""
    articles = {article.key: article for article in shown.articles}
    for theme in THEMES:
        name = theme.__name__.rpartition(".")[2]
        rules = [rule for rule in RULES.values() if rule.theme == name]
        yield gettext(THEME_NAMES[name]), [_row(rule, articles.get(rule.key), form) for rule in rules]


def _row(rule: Rule, article: Article | None, form: CharterForm | None) -> Row:
    why = reason(article) if article else gettext(rule.about.why)
    return Row(rule, article, why, form.fields_of(rule) if form else ())
