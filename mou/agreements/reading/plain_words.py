"""Find the clause that answers a question in plain words, in English or Spanish. Pure: no Django.

No language model: words are cut to stems, a short list says which words mean the same, and rare words count more.
"""

import html
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

QUESTION_MAX_CHARS = 200
ANSWERS_MAX = 5

# Each line is one meaning; the first word stands for all. Written as people say it, stemmed when the module is read.
MEANINGS = (
    "camera cameras video cctv feed livestream camara camaras videos",
    "see view watch look access ver mirar acceso acceder",
    "roster list names students student pupils enrolment lista nombres estudiantes alumnos matricula",
    "plan floorplan floorplans maps map blueprint plano planos mapa mapas",
    "command commander charge ic lead leads mando comandante manda dirige jefe",
    "radio channel channels talkgroup frequency canal canales frecuencia grupo",
    "fast quick response minutes time respond arrive rapido respuesta minutos tiempo llegar",
    "phone contact call reach telephone telefono contacto llamar contactar",
    "door doors key keys lock unlock puerta puertas llave llaves cerrar abrir",
    "arrest custody detain handcuff arresto detener custodia esposar",
    "question interview interrogate interrogar entrevistar preguntar",
    "search searches inspect registro registrar revisar",
    "discipline punish suspend conduct disciplina castigar conducta",
    "share disclose disclosure record records ferpa privacy compartir divulgar registros privacidad expediente",
    "train training course hours capacitacion curso horas entrenamiento",
    "drill drills exercise exercises simulacro simulacros ejercicio ejercicios",
    "reunify reunification parents guardian release reunificacion padres tutor entrega",
    "threat assessment tip tips amenaza evaluacion aviso",
    "force taser weapon gun fuerza arma pistola",
    "pay cost costs fund funding money pagar costo fondos dinero",
    "end terminate termination cancel terminar rescindir cancelar",
    "renew renewal expire expires renovar vencer vence",
    "fire ems ambulance bomberos ambulancia",
    "emergency emergencies crisis incident emergencia emergencias incidente",
    "enter room join entrar sala unirse",
    "page alert duty avisar alerta guardia servicio",
)
WORDS_OF_NO_MEANING = (
    "a an and are as at be by can do does for from has have how i in is it may must of on or our shall that the their "
    "they this to us was we what when where which who will with you your al como con cual cuando de del el ella en es "
    "esta hay la las lo los me nos o para podemos por puede pueden puedo que quien se si su sus un una y"
)
STOP = frozenset(WORDS_OF_NO_MEANING.split())
SUFFIXES = ("aciones", "acion", "ciones", "cion", "amente", "ations", "ation", "ments", "ment", "ings", "ing", "ions")
SHORT_SUFFIXES = ("ers", "er", "ed", "es", "s", "e", "o", "a")
SENTENCE = re.compile(r"(?<=[.;:?!])\s+")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is searched: where it stands, what it is about, and its words."""

    key: UUID | None
    topic: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause that may answer, best first, and the sentence of it that fits best."""

    passage: Passage
    quote: str
    score: float


def text_of(body_html: str) -> str:
    """Return the words of a sanitised body: an end of a block ends a sentence's line."""
    return " ".join(html.unescape(TAG.sub(" ", body_html)).split())


def plain_words(text: str) -> list[str]:
    """Return the words of a text, lower case and without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(char for char in bare if not unicodedata.combining(char)))


def stem_word(word: str) -> str:
    """Return a word without its ending; crude, and the same for question and clause."""
    for suffix in (*SUFFIXES, *SHORT_SUFFIXES):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


STANDS_FOR = {stem_word(word): stem_word(line.split()[0]) for line in reversed(MEANINGS) for word in line.split()}


def meanings_of(text: str) -> list[str]:
    """Return what a text's words mean, without those that mean nothing by themselves."""
    return [STANDS_FOR.get(stem_word(word), stem_word(word)) for word in plain_words(text) if word not in STOP]


def find_answers(question: str, passages: Sequence[Passage]) -> list[Answer]:
    """Return the clauses that may answer a question, best first; none when no word of it is in any."""
    asked = set(meanings_of(question[:QUESTION_MAX_CHARS]))
    read = [(one, Counter(meanings_of(f"{one.heading} {one.heading} {one.text}"))) for one in passages]
    weights = {word: _word_weight(word, [words for _, words in read]) for word in asked}
    found = [
        Answer(one, best_sentence(one.text, asked), score)
        for one, words in read
        if (score := sum(weights[word] * _saturated_count(words[word], words.total()) for word in asked)) > 0
    ]
    return sorted(found, key=lambda one: (-one.score, one.passage.heading))[:ANSWERS_MAX]


def best_sentence(text: str, asked: set[str]) -> str:
    """Return the sentence that has most of what was asked; the first of equals."""
    sentences = SENTENCE.split(text)
    return max(sentences, key=lambda one: len(asked & set(meanings_of(one))), default="")


def _word_weight(word: str, passages: Sequence[Counter[str]]) -> float:
    """A word that few clauses have says more (the idf of BM25)."""
    having = sum(word in words for words in passages)
    return math.log(1 + (len(passages) - having + 0.5) / (having + 0.5))


def _saturated_count(times: int, length: int) -> float:
    """A word said ten times is not ten times the answer, and a long clause has every word somewhere (BM25)."""
    return times * 2.2 / (times + 1.2 * (0.4 + 0.6 * length / 60)) if times else 0.0
