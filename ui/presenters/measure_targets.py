"""What can be measured, found by a word: a questionnaire, a joint's motions, a limb's girths."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.notes.outcomes.measures import Limb, Measure, Measures, Motion, Rule, Scoring


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to type scores for; `motions` or `limb` say which place it is of."""

    id: str
    title: str
    label: str
    measure: Measure
    motions: tuple[Motion, ...] = ()
    limb: Limb | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What it is found by, in small letters."""
        joint = self.motions[0].joint if self.motions else ""
        limb = self.limb.label if self.limb else ""
        own = () if self.motions else self.measure.words
        texts = (self.title, self.label, joint, limb, *own)
        return tuple(" ".join(texts).lower().replace("-", " ").split())

    @property
    def offered(self) -> str:
        """How it stands in a list."""
        return f"{self.title}  ·  {self.label}"

    def scoring(self) -> Scoring:
        """The newest rule; an entry is checked by the rule of its own day."""
        return self.measure.scorings[-1]

    @property
    def is_single(self) -> bool:
        """Whether one number is the whole answer."""
        rule = self.scoring()
        return rule.items == 1 and rule.rule is Rule.SUM

    @property
    def is_named(self) -> bool:
        """Whether the patient names what is rated."""
        return bool(self.measure.detail)

    def holds(self, measure: str, place: str) -> bool:
        """Whether a score of a measure and place belongs here."""
        if measure != self.measure.id:
            return False
        if self.motions:
            return any(one.id == place for one in self.motions)
        return self.limb is None or self.limb.id == place


def targets_of(measures: Measures) -> tuple[Target, ...]:
    """Everything that can be typed, in the order of the measures."""
    found: list[Target] = []
    for measure in measures.all:
        joints = dict.fromkeys(motion.joint for motion in measure.motions)
        for joint in joints:
            motions = tuple(one for one in measure.motions if one.joint == joint)
            key = f"{measure.id}.{motions[0].id.partition('.')[0]}"
            title = f"{measure.name} {joint.lower()}"
            found.append(Target(key, title, measure.label, measure, motions))
        for limb in measure.limbs:
            title = f"{limb.label.capitalize()} volume"
            found.append(Target(f"{measure.id}.{limb.id}", title, measure.label, measure, (), limb))
        if not joints and not measure.limbs:
            found.append(Target(measure.id, measure.name, measure.label, measure))
    return tuple(found)


def find_targets(text: str, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Those of which every typed word begins a word; names that begin so come first."""
    typed = text.lower().replace("-", " ").split()
    fits = [
        one
        for one in targets
        if all(any(word.startswith(part) for word in one.words) for part in typed)
    ]
    return tuple(sorted(fits, key=lambda one: _rank(one.title.lower(), typed)))


def _rank(title: str, typed: list[str]) -> int:
    """First what is called so, then what has it in its name, then what is found by its words."""
    if typed and title.startswith(" ".join(typed)):
        return 0
    words = title.split()
    named = all(any(word.startswith(part) for word in words) for part in typed)
    return 1 if named else 2


def target_of(measure: str, place: str, targets: tuple[Target, ...]) -> Target | None:
    """Where a score of a measure and place is typed."""
    return next((one for one in targets if one.holds(measure, place)), None)


def degrees_words(pair: tuple[Decimal, Decimal]) -> str:
    """A normal range: `135-140°`, or `80°`."""
    low, high = pair
    return f"{low}°" if low == high else f"{low}–{high}°"
