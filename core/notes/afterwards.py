"""Words about the time after the manual work, and what they say came of it."""

from __future__ import annotations

from collections.abc import Iterator

from core.notes.lexicon import Mention
from core.notes.nexttime import planned_from
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

Span = tuple[int, int]
# These open a time only where the treatment's name, a pronoun or a stop follows.
_OPEN = bag("after following post")
# These tell of the time after the manual work only where its name follows.
_LOOSE = bag("now in during result response")
_WORK = bag(
    "mob mobilization manual tx treatment mt stm mfr session therapy glide release it this that "
    "which tpr mld met distraction traction technique iastm rx bout set pass"
)
_STOPS = bag(", . ; : = - ) \n >")
_WHO = bag("she he pt patient they we the a his her walk i which")
_OTHER_TIME = bag(
    "op surgery work lunch te therex exercise gym meal sleep sitting standing walking"
)
_PIECE_ENDS = bag(", ; | ( )")
_FUNCTION = bag(
    "pt patient the a an and or of to for with w in on at is was were be been has had have did "
    "does do she he they his her him their it its this that these those report reported reports "
    "state stated states say said feel felt very much more less so but also today tx treatment "
    "session therapy post after afterward afterwards then by end immediately retest now min "
    "minute all some bit little well good great fine ok okay nice nicely better best improved "
    "improvement relief response tolerated tolerate tol pain pn sx symptom symptoms happy "
    "pleased left leaving visit overall no any reaction adverse effect issue issues complaint "
    "complaints c o without per from mt manual stm mobs mob made thank thanks you that's both "
    "same looser loose lighter relaxed status week day each every fresh lot quite really too up "
    "lower "
    "as expected noted noticed expressed verbalized verbalised satisfaction satisfied rom range "
    "motion mobility flexibility strength function positive helpful helped help enjoyed liked "
    "like likes comfortable tolerance improving during following result results benefit "
    "benefits still continue cont care plan interventions"
)
# What a joint, a tissue, a symptom or a person does when something has changed.
_CHANGED = bag(
    "eased eases easing opened released returned dropped relaxed lengthened straightened "
    "cleared decreased decreasing increased increasing improved reduced reducing subsided "
    "lifted diminished lessened softened softening loosened popped yielded retreated vanished "
    "disappeared stopped normalized restored reversed resolved settled calmed backed melted "
    "gave shifted unchanged unlocked centralized peripheralized delayed doubled halved fell "
    "rose gained abolished freed abated flattened drained faded"
)
_COMPARED = bag(
    "softer deeper straighter smoother easier freer fuller wider quieter warmer cooler calmer "
    "taller flatter steadier cleaner clearer supple suppler pliable upright even symmetrical "
    "symmetric level gone absent closer smaller thinner longer faster stronger possible mobile "
    "further farther equal equalized unaided visible visibly palpably noticeably symmetry "
    "brighter slower"
)
_EASED = bag("better easier lighter easily half")
_HELD = bag(
    "heaviness heavy cold tight stiff sore tightness stiffness soreness discomfort tense muscle "
    "muscles"
)
_DOSES = bag("x min rep reps set sets lb # s sec minute visit wk week day hr hour / visits")
_SYMPTOMS = bag(
    "ha headache pain numbness tingling spasm guarding burning swelling limp pulling pinch catch"
)
_USUAL_WITHOUT = bag(
    "incident difficulty cue cues assist assistance rest support help increase increased "
    "exacerbation loss lob ad device rail ue"
)
_LESS_ENDS = bag("on with w than at in when often")
_WENT = bag(
    "went moved opened improved increased decreased dropped progressed changed shifted rose"
)
_SEEN = bag(
    "visibly palpably noticeably markedly clearly immediately further fully freely now again "
    "finally"
)
_ABLE = bag("could able can managed")
_TAUGHT = bag("educated instructed reviewed issued taught advised education instruction")
_EVERYDAY = frozenset({"gait", "exercise", "ex", "education", "strengthening", "neuro", "swing"})
_CAUSES = bag("since because as due given b c")
_NOT_OUTCOME = bag(
    "independent independently goal hep home will needs need should require requires"
)
_NOT_TOLD = bag("plan goals home history subjective diagnosis")
_ENOUGH = 4
_TELLING = (
    _CHANGED
    | _COMPARED
    | _ABLE
    | _EASED
    | _WENT
    | bag("came without can could able less change relief > was")
)
_LEAST_CONTENT = 2
_NOT_PRAISED = bag("plan goals home history subjective diagnosis")
_GLAD = bag("happy pleased satisfied")
_PRAISE = bag(
    "improvement satisfied fresh feel felt feels refreshed good great well fine ok okay happy "
    "helped helpful relief better looser lighter relaxed nicely nice pleased comfortable "
    "loosened improved less liked enjoyed thankful grateful ease easy"
)


def tells_afterwards(page: Page, mention: Mention) -> bool:
    """Whether `after` and its like speak of the time after the manual work."""
    stems = page.words.stems
    word = stems[mention.last - 1]
    following = stems[mention.last : mention.last + 3]
    next_word = following[0] if following else "."
    if word in _OPEN:
        if next_word in _STOPS or next_word.isdecimal():
            return following[:2] != ["-", "op"]
        if not _OTHER_TIME.isdisjoint(following[:2]):
            return False
        if next_word in _WORK or next_word in _WHO:
            return word != "post" or next_word in _WORK - {"glide"}
        if word == "post":
            opens = mention.first == page.sentence_at(mention.first).first
            return _measure_at(page, mention.last) or (opens and not _technique(page, mention))
        return _measure_at(page, mention.last) or not _WORK.isdisjoint(following)
    if mention.last - mention.first == 1 and word in _LOOSE:
        return not _WORK.isdisjoint(following)
    return True


def _technique(page: Page, mention: Mention) -> bool:
    """`Post glide Gr III`: the direction of a technique."""
    near = page.within("technique", mention.first, mention.last + 4)
    return any(m.term.name == "joint mobilization" for m in near)


def _measure_at(page: Page, at: int) -> bool:
    """`Post ER 24`: a measure, a side or a named test stands here."""
    if at in page.side_at:
        at += 1
    kinds = ("motion", "length", "score", "strength", "pain", "sign")
    named = any(m.first == at for kind in kinds for m in page.within(kind, at, at + 5))
    return named and not page.has("technique", at, at + 2)


def outcomes(page: Page, treatment: Treatment, start: int) -> list[Span]:
    """Parts of sentences behind the manual work that tell what it changed."""
    found: list[Span] = []
    for sentence in page.sentences:
        if sentence.last <= start or sentence.section in _NOT_TOLD or len(found) >= _ENOUGH:
            continue
        retold = sentence.section == "response"
        planned = planned_from(page, sentence)
        cued = False
        for first, last in _pieces(page, sentence, start):
            if first >= planned:
                break
            cue = next(
                (m for m in page.within("after", first, last) if tells_afterwards(page, m)), None
            )
            cued = cued or cue is not None
            if not (cued or retold) and _TELLING.isdisjoint(page.words.stems[first:last]):
                continue
            if _is_work(page, treatment, first, last):
                cued = cued and cue is None
                continue
            if _tells(page, first, last, cued=cued or retold):
                found.append((first, last))
    return found


def pleased(page: Page, treatment: Treatment, start: int) -> list[Span]:
    """Parts behind the manual work that praise it and tell nothing: `Good session.`."""
    found = []
    for sentence in page.sentences:
        if sentence.last <= start or sentence.section in _NOT_PRAISED:
            continue
        for first, last in _pieces(page, sentence, start):
            words = [w.lower() for w in page.words.raw[first:last]]
            about = "progress" in words and _GLAD.isdisjoint(words)
            told = words[-1] == "lower" or not _PRAISE.isdisjoint(words)
            if about or not told or _is_work(page, treatment, first, last):
                continue
            stems = page.words.stems[first:last]
            content = [w for w in stems if w.isalpha() and len(w) > 1 and w not in _FUNCTION]
            if len([w for w in content if w not in _PRAISE]) < _LEAST_CONTENT:
                found.append((first, last))
    return found


def _pieces(page: Page, sentence: Sentence, start: int) -> Iterator[Span]:
    """A sentence cut at its commas and brackets, from the manual work on."""
    first = max(sentence.first, start)
    for at in range(first, sentence.last):
        if page.words.stems[at] in _PIECE_ENDS:
            if at > first:
                yield first, at
            first = at + 1
    if sentence.last > first:
        yield first, sentence.last


def _is_work(page: Page, treatment: Treatment, first: int, last: int) -> bool:
    """Whether a piece tells what was done, not what came of it."""
    stems = page.words.stems
    if any(first <= m.first < last for m in treatment.hands):
        timed = any(first <= q.first < last for q in treatment.quantities)
        told = not (_CHANGED | _COMPARED | _ABLE).isdisjoint(stems[first:last])
        return not page.has("after", first, last) or (timed and not told)
    if stems[first] in _CAUSES or not _TAUGHT.isdisjoint(stems[first:last]):
        return True
    kinds = (
        "modality",
        "machine",
        "passive",
        "assisted",
        "selfwork",
        "plan_word",
        "goal",
        "bandage",
    )
    labels = [m for m in page.within("label", first, last) if m.last - m.first > 1]
    short = {" ".join(stems[m.first : m.last]) for m in page.within("label", first, last)}
    if labels or short - _EVERYDAY or any(page.has(kind, first, last) for kind in kinds):
        return True
    if any(first <= q.first < last for q in treatment.quantities):
        return not _CHANGED & set(stems[first:last])
    dosed = any(
        stems[at] == "x" and page.words.number(at + 1) is not None for at in range(first, last - 1)
    )
    return dosed or not _NOT_OUTCOME.isdisjoint(stems[first:last])


def _tells(page: Page, first: int, last: int, *, cued: bool) -> bool:
    stems = page.words.stems
    stock = {at for kind in ("boiler", "stock") for m in page.within(kind, first, last)
             for at in range(m.first, m.last)}  # fmt: skip
    content = [
        at
        for at in range(first, last)
        if at not in stock
        and stems[at].isalpha()
        and len(stems[at]) > 1
        and stems[at] not in _FUNCTION
    ]
    if cued and any(_measures(page, at) for at in page.words.digits if first <= at < last):
        return True
    if not content:
        return False
    if _outcome(stems[first:last], [stems[at] for at in content], cued=cued):
        return True
    return cued and len(content) >= _LEAST_CONTENT


def _freed(words: list[str]) -> bool:
    """`ran without toe walking`: something that used to come with it stayed away."""
    if "without" not in words[1:]:
        return False
    after = [w for w in words[words.index("without") + 1 :] if w not in _FUNCTION]
    return bool(after) and after[0] not in _USUAL_WITHOUT


def _first_able(words: list[str]) -> bool:
    """`Able to close the fist`, `could not before`, `"I can breathe"`."""
    bare = [w for w in words if w != '"']
    if bare[:2] == ["i", "can"] or bare[:1] == ["can"]:
        return True
    if words[:2] == ["able", "to"]:
        return words[2:3] not in (["perform"], ["complete"], ["tolerate"], ["demonstrate"], ["do"])
    return "could" in words and "not" in words and "before" in words


def _measures(page: Page, at: int) -> bool:
    """A number that is no dose: `R1 22 after`."""
    after = page.words.stems[at + 1 : at + 2]
    before = page.words.stems[max(at - 1, 0) : at]
    return not _DOSES.intersection(after + before)


def _could(words: list[str]) -> bool:
    """`could bridge higher`, `she was able to lie flat`: said of today, not of ability at large."""
    for at, word in enumerate(words):
        if word in ("could", "able") and words[at + 1 : at + 2] != ["not"]:
            past = word == "could" or "was" in words[max(at - 2, 0) : at]
            return past and not {"benefit", "not", "only"} & set(words)
    return False


def _outcome(words: list[str], content: list[str], *, cued: bool) -> bool:
    """A word of change with something that changed, or a person who can do something now."""
    told = set(words)
    if "no" in told and "change" in told and len(content) > 1:
        return True
    if "came" in told and "on" in told and not told.isdisjoint(_SYMPTOMS):
        return True
    changed = not told.isdisjoint(_CHANGED | _COMPARED)
    if changed and [w for w in content if w not in _CHANGED | _COMPARED | _SEEN]:
        return True
    if _less(words, content) or _relieved(words, content):
        return True
    if _could(words) or _freed(words) or _first_able(words):
        return True
    if told & _ABLE and "not" not in told and (cued or told & {"now", "then"}):
        return True
    return cued and words[0] in ("no", "without") and len(words) > 1


def _less(words: list[str], content: list[str]) -> bool:
    """`Clicks less on R`, `less antalgic leaving`, `hand to thigh > joint line`."""
    own = [w for w in content if w not in _HELD]
    if ">" in words and len(content) >= _LEAST_CONTENT and "x" not in words:
        return True
    if "less" not in words:
        return False
    if not _SYMPTOMS.isdisjoint(words[words.index("less") + 1 :][:2]) and words[-1] in _OPEN:
        return True  # `pt with less HA after`
    ends = words[words.index("less") + 1 :][:1]
    late = words[0] != "less" and (not ends or ends[0] in _LESS_ENDS)
    return len(own) >= (1 if late else _LEAST_CONTENT)


def _relieved(words: list[str], content: list[str]) -> bool:
    """`better heel contact`, `went from two to three fingers`, `relief of numbness`."""
    told = set(words)
    if told & _EASED and len([w for w in content if w not in _EASED]) >= _LEAST_CONTENT:
        return True
    if {"from", "to"} <= told and told & _WENT and content:
        return True
    return "relief" in words and words[words.index("relief") + 1 :][:1] == ["of"] and bool(content)
