"""What must hold at each state and each move of an exploration; a function a rule, named with its number.

Each yields every place it is broken at, the nearest first.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.checking.attempts import codes_shown, leaves
from flows.checking.broken import Broken
from flows.checking.exploration import Exploration, Move, State
from flows.checking.reads import childs_answers, conditionals, read_by
from flows.definition import LanguageStep, Question, ReviewStep, ServicesStep
from flows.effects import Ask, Erase, Lines, Submit, Takes
from flows.inputs import Submitted, Tap
from flows.phrases import PhoneNumber, Phrase, Verbatim
from flows.report import report_of
from flows.screen import ANSWERS_A_SCREEN
from flows.session import Stage

EMERGENCY, CHILDREN, HELP = "112", "116111", "help"
UNSURE = frozenset({"unsure", "unknown"})
NAVIGATION = ("!help", "!back", "!erase")
CALLBACK_BYTES = 64
OFFERED_BESIDES = frozenset({"!help", "!show"})
"""Buttons that a notice brings along; no answers, and they do not take an answer's room."""


def phones(ask: Ask) -> frozenset[str]:
    """The numbers that stand on a screen, in digits."""
    numbers = (leaf.number for one in ask.paragraphs for leaf in leaves(one) if isinstance(leaf, PhoneNumber))
    return frozenset("".join(filter(str.isdigit, number)) for number in numbers)


def help_within_a_tap(found: Exploration) -> Iterator[Broken]:
    """Rule 1: from every state one button leads to the emergency number and to further ones."""
    for _, state, move in _taps(found, "!help"):
        told = phones(move.ask)
        if not told or EMERGENCY not in told or move.session.here.flow != HELP:
            detail = f"{state.ask.step}: Help now leads to {move.ask.step}"
            yield Broken("help within one tap", 1, detail, _way(found, move))
    yield from _without(found, "!help", "help within one tap", 1)


def erase_within_a_tap(found: Exploration) -> Iterator[Broken]:
    """Rule 2: from every state one button forgets everything."""
    for _, state, move in _taps(found, "!erase"):
        if move.effects != (Erase(),):
            yield Broken("erase within one tap", 2, f"{state.ask.step}: nothing is erased", _way(found, move))
    yield from _without(found, "!erase", "erase within one tap", 2)


def same_last_row(found: Exploration) -> Iterator[Broken]:
    """Rule 5: Help now, Back, Erase; always, and in this order."""
    for number, state in _standing(found):
        keys = tuple(button.key for button in state.ask.navigation)
        if keys != NAVIGATION:
            yield Broken("the same last row", 5, f"{state.ask.step}: {', '.join(keys)}", found.path(number))


def back(found: Exploration) -> Iterator[Broken]:
    """Rule 2: after Help now, Back shows where a person was, and nothing of the draft is lost."""
    for move in found.astray:
        here = found.states[move.start].ask.step
        yield Broken("back", 2, f"{here}: after Help now, Back leads to {move.ask.step}", _way(found, move))


def passed_over(found: Exploration) -> Iterator[Broken]:
    """Rule 3: every question of a report can be passed over, or answered with not knowing, or is answered already."""
    for number, state in _standing(found):
        step = found.flows.step(state.ask.step)
        keys = {button.key for button in state.ask.answers}
        if not isinstance(step, Question) or step.title is None or state.session.candidates:
            continue
        unsure = not UNSURE.isdisjoint(codes_shown(found.flows, state.ask.step))
        if not unsure and not keys & {"!skip", "!done"}:
            yield Broken("nobody has to answer", 3, f"{state.ask.step} can not be passed over", found.path(number))


def few_answers(found: Exploration) -> Iterator[Broken]:
    """Rule 5: at most eight answers on a screen; the languages alone stand all on one."""
    for number, state in _standing(found):
        answers = [button for button in state.ask.answers if button.key not in OFFERED_BESIDES]
        if len(answers) > ANSWERS_A_SCREEN and not isinstance(found.flows.step(state.ask.step), LanguageStep):
            yield Broken("eight answers", 5, f"{state.ask.step} has {len(answers)}", found.path(number))


def short_keys(found: Exploration) -> Iterator[Broken]:
    """A button's token and key fit the 64 bytes that Telegram allows."""
    for number, state in _standing(found):
        for button in (*state.ask.answers, *state.ask.pages, *state.ask.navigation):
            length = len(f"{state.ask.token}:{button.key}".encode())
            if length > CALLBACK_BYTES:
                detail = f"{state.ask.step}: {button.key} makes {length} bytes"
                yield Broken("64 bytes a button", 0, detail, found.path(number))


def has_an_answer(found: Exploration) -> Iterator[Broken]:
    """Rule 8: every screen has an answer or takes words."""
    for number, state in _standing(found):
        onward = any(button.key == "!next" for button in state.ask.pages)
        if not state.ask.answers and not onward and not state.ask.takes & {Takes.WORDS, Takes.DIGITS}:
            yield Broken("no dead end", 8, f"{state.ask.step} has no answer", found.path(number))


def sent_when_asked(found: Exploration) -> Iterator[Broken]:
    """Rule 19: a report is stored only after Send at the review, or to finish that.

    Nothing else can be unasked: effects are a closed type (show, store, erase), and no turn is without an input.
    """
    for move in _moves(found):
        before = found.states[move.start].session
        received = move.attempt.received
        send = isinstance(received, Tap) and received.key == "!send" and received.token == before.token
        asked = send and isinstance(found.flows.step(before.here.path), ReviewStep)
        stored = any(isinstance(effect, Submit) for effect in move.effects)
        if stored and not asked and before.stage is not Stage.SENDING:
            yield Broken("nothing unasked", 19, f"{before.here.path}: a report is stored", _way(found, move))


def language_first(found: Exploration) -> Iterator[Broken]:
    """A report is sent in a language that the person chose; staff answer in it."""
    for move in _moves(found):
        if any(isinstance(effect, Submit) for effect in move.effects) and not move.session.language:
            yield Broken("language first", 0, "a report is sent before a language is chosen", _way(found, move))


def one_report_a_receipt(found: Exploration) -> Iterator[Broken]:
    """While a receipt waits to be confirmed no other report is begun: it would go out under the same number."""
    for number, state in enumerate(found.states):
        if isinstance(found.flows.step(state.ask.step), ReviewStep) and state.session.stage is Stage.SENT:
            yield Broken(
                "one report a receipt", 0, f"{state.ask.step} under a receipt that is used", found.path(number)
            )


def consent_before_contact(found: Exploration) -> Iterator[Broken]:
    """Nothing of the contact part is asked, or sent, before a person has said yes to being contacted."""
    for number, state in _standing(found):
        step = found.flows.step(state.ask.step)
        if isinstance(step, Question) and step.part == "contact" and not _agreed(found, state):
            yield Broken("consent before contact", 0, f"{state.ask.step} is asked first", found.path(number))
    for move in _moves(found):
        for effect in move.effects:
            if isinstance(effect, Submit) and effect.contact and effect.consents.get("contact", "no") == "no":
                yield Broken("consent before contact", 0, "a contact is sent without consent", _way(found, move))


def _agreed(found: Exploration, state: State) -> bool:
    return report_of(found.flows, state.session).consents.get("contact", "no") != "no"


def childrens_line(found: Exploration) -> Iterator[Broken]:
    """A person who says to be a child gets the children's line on the next screen."""
    childs = childs_answers(found.flows)
    for move in _moves(found):
        received = move.attempt.received
        here = found.states[move.start].ask.step
        said = isinstance(received, Tap) and received.token and (here, received.key) in childs
        if said and CHILDREN not in phones(move.ask):
            detail = f"{here}: {move.attempt.label} leads to {move.ask.step}"
            yield Broken("children's line", 0, detail, _way(found, move))


def no_police_for_a_child(found: Exploration) -> Iterator[Broken]:
    """A person who said to be a child, and did not take it back, is not asked about the police."""
    childs = childs_answers(found.flows)
    for number, state in _standing(found):
        step = found.flows.step(state.ask.step)
        given = {(path, code) for path, answer in state.session.answers.items() for code in answer.codes}
        grown = any((path, "no") in given for path, code in childs if code == "yes")
        if not childs.isdisjoint(given) and not grown and isinstance(step, Question) and step.consent == "police":
            yield Broken("no police choice for a child", 0, f"{state.ask.step} is asked", found.path(number))


def practice_marked(found: Exploration) -> Iterator[Broken]:
    """Rule 16: practice stands on every screen, and nothing of it is stored."""
    for number, state in enumerate(found.states):
        marked = any(isinstance(one, Phrase) and one.context == "notices.practice" for one in state.ask.paragraphs)
        if state.session.practice and not marked:
            yield Broken("practice is marked", 16, state.ask.step, found.path(number))
        if state.session.practice and state.session.stage is not Stage.DRAFT:
            yield Broken("practice stores nothing", 16, state.ask.step, found.path(number))


def neutral_first(found: Exploration) -> Iterator[Broken]:
    """Rule 6: the neutral line stands above everything."""
    for number, state in enumerate(found.states):
        first = state.ask.paragraphs[0] if state.ask.paragraphs else None
        if not isinstance(first, Phrase) or first.context != "notices.neutral":
            yield Broken("neutral from outside", 6, f"{state.ask.step} begins otherwise", found.path(number))


def backwards(found: Exploration) -> Iterator[Broken]:
    """Conditions look at earlier answers only; what the exploration merges, and an honest *Back*, stand on it."""
    for path, (flow, place) in found.flows.index.items():
        for condition in conditionals(found.flows.step(path)):
            for read, _ in read_by(condition, flow):
                asked, at = found.flows.index[read]
                if asked == flow and at >= place:
                    yield Broken("conditions look back", 0, f"{path} depends on {read}, which comes later")


def services_have_a_number(found: Exploration) -> Iterator[Broken]:
    """Rule 8: a search for services is never empty."""
    for number, state in _standing(found):
        if isinstance(found.flows.step(state.ask.step), ServicesStep) and not any(
            isinstance(one, Lines) for one in state.ask.paragraphs
        ):
            yield Broken("never an empty search", 8, state.ask.step, found.path(number))


def no_empty_values(found: Exploration) -> Iterator[Broken]:
    """Every name, number and receipt that a text announces is there."""
    for number, state in enumerate(found.states):
        if any(isinstance(leaf, Verbatim) and not leaf.text for one in state.ask.paragraphs for leaf in leaves(one)):
            yield Broken("no empty values", 0, f"{state.ask.step} shows an empty value", found.path(number))


def _standing(found: Exploration) -> Iterator[tuple[int, State]]:
    """The states a person can stand in; a report on its way is none."""
    for number, state in enumerate(found.states):
        if state.session.stage is not Stage.SENDING:
            yield number, state


def _moves(found: Exploration) -> Iterator[Move]:
    for state in found.states:
        yield from state.moves


def _taps(found: Exploration, key: str) -> Iterator[tuple[int, State, Move]]:
    for number, state in _standing(found):
        for move in state.moves:
            received = move.attempt.received
            if isinstance(received, Tap) and received.key == key and not isinstance(received, Submitted):
                yield number, state, move


def _without(found: Exploration, key: str, name: str, rule: int) -> Iterator[Broken]:
    for number, state in _standing(found):
        if key not in {button.key for button in state.ask.navigation}:
            yield Broken(name, rule, f"{state.ask.step} has no such button", found.path(number))


def _way(found: Exploration, move: Move) -> tuple[str, ...]:
    return found.path(move.start, move.attempt)


STATE_RULES = (
    help_within_a_tap,
    erase_within_a_tap,
    same_last_row,
    back,
    passed_over,
    few_answers,
    short_keys,
    has_an_answer,
    sent_when_asked,
    language_first,
    one_report_a_receipt,
    consent_before_contact,
    childrens_line,
    no_police_for_a_child,
    practice_marked,
    neutral_first,
    backwards,
    services_have_a_number,
    no_empty_values,
)
