"""The lines of one kind that a message holds, counted in the ways that shares ask for. Pure: no thread, no clock."""

from collections import Counter, OrderedDict
from dataclasses import dataclass

from push.transport import Host, Message
from push.vocabulary import Urgency

# A line that is held for longer is counted as slow: another one may take its place among the prompt.
PROMPT_S = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """A message, where it goes, and since when it is in our hands."""

    message: Message
    host: Host
    since_s: float

    @property
    def is_grave(self) -> bool:
        return self.message.urgency is Urgency.LIFE_SAFETY

    @property
    def rank(self) -> tuple[int, bool]:
        """What is of a lower one goes first."""
        message = self.message
        return -message.urgency, message.is_exercise or not message.overtakes


class LinesInUse:
    """The lines that are held, counted in the ways that shares ask for."""

    def __init__(self) -> None:
        self.all = 0
        self.other = 0
        self.prompt = 0
        self.prompt_other = 0
        self.prompt_unproven = 0
        self.unproven = 0
        self.of_host: Counter[str] = Counter()
        self.of_person: Counter[int] = Counter()
        self.unproven_of_person: Counter[int] = Counter()
        # As they began, so the first has been held longest; with whether it went to a host that was proven then.
        self._prompt: OrderedDict[int, tuple[Task, bool, float]] = OrderedDict()
        self._slow: dict[int, tuple[Task, bool]] = {}

    def begin(self, task: Task, *, is_proven: bool, now_s: float) -> None:
        self._prompt[id(task)] = task, is_proven, now_s
        self._count_prompt(task, is_proven=is_proven, by=1)
        self._count(task, is_proven=is_proven, by=1)

    def look(self, now_s: float) -> None:
        """Count as slow what has been held for long."""
        while self._prompt:
            key, (task, is_proven, began_s) = next(iter(self._prompt.items()))
            if now_s - began_s < PROMPT_S:
                return
            del self._prompt[key]
            self._slow[key] = task, is_proven
            self._count_prompt(task, is_proven=is_proven, by=-1)

    def end(self, task: Task) -> None:
        if id(task) in self._slow:
            _, is_proven = self._slow.pop(id(task))
        else:
            _, is_proven, _ = self._prompt.pop(id(task))
            self._count_prompt(task, is_proven=is_proven, by=-1)
        self._count(task, is_proven=is_proven, by=-1)

    def _count_prompt(self, task: Task, *, is_proven: bool, by: int) -> None:
        self.prompt += by
        self.prompt_other += by * (not task.is_grave)
        self.prompt_unproven += by * (not is_proven)

    def _count(self, task: Task, *, is_proven: bool, by: int) -> None:
        self.all += by
        self.other += by * (not task.is_grave)
        count_in(self.of_host, task.host.name, by)
        count_in(self.of_person, task.message.user_id, by)
        if not is_proven:
            self.unproven += by
            count_in(self.unproven_of_person, task.message.user_id, by)


def count_in[K](counter: Counter[K], key: K, by: int) -> None:
    """Count, and forget what is none: a counter keeps its zeros, and the names are other people's."""
    counter[key] += by
    if not counter[key]:
        del counter[key]
