"""Queries and updates as somebody would write them who wants to get past the guard: changed at random from a corpus."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"\s+|\w+|.", re.DOTALL)

QUERIES = [
    "PREFIX ex: <http://e.example/> SELECT * { ?s ex:p ?o FILTER(?o < 3 && ?o > 1 || !BOUND(?x)) }",
    "PREFIX ex: <http://e.example/> SELECT ?s (COUNT(?o) AS ?n) { ?s ex:p ?o } GROUP BY ?s HAVING(COUNT(?o) < 9)",
    'ASK { ?s ?p \'it\\\'s\' , "a \\"word\\"" , \'\'\'long \'text\' \'\'\' , """more "text" """@en-GB }',
    "BASE <http://e.example/> SELECT * { <#me> <p> <x#y> ; a <#C> . <s> <p> -1.5e3 , +2 , .5 , true . }",
    "PREFIX : <http://e.example/> SELECT * { ?s :p/:q|^:r*/(!:s|:t)+ ?o . ?o (:p?) [ :q (1 2 'x') ; :r [] ] , () }",
    "SELECT * { VALUES (?s ?n) { (<http://e.example/s1> UNDEF) ('x'^^<http://e.example/t> 2) } ?s ?p ?o }",
    "SELECT * { { ?s ?p 1 } UNION { ?s ?p 2 OPTIONAL { ?s ?q ?r } } MINUS { ?s ?p 3 } # end\n}",
    "PREFIX ex: <http://e/> CONSTRUCT { ?s ex:q [ ex:r ?o ] } WHERE { ?s ex:p ?o . BIND(IF(?o < 2, ?o, -?o) AS ?x) }",
    "DESCRIBE <http://e.example/s1> ?s WHERE { ?s ?p ?o }",
    "SELECT ?g { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?g { ?o ?p ?s } } } LIMIT 5 OFFSET 1",
    "PREFIX ex: <http://e.example/> SELECT * { << ?s ex:p ?o >> ex:q ?r . ?s ex:p <<( ?a ex:b 1 )>> {| ex:c 2 |} }",
    "SELECT * { ?s ?p ?o . { SELECT ?s (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s } FILTER(?o IN (1, ?m, STR(?s))) }",
    "SELECT * FROM <http://e.example/g> FROM NAMED <http://e.example/h> { ?s ?p ?o LATERAL { ?o ?p ?s } }",
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ASK { FILTER(xsd:integer('1')<2&&'a'<'b'&&?x<?y&&(1<2)=true) }",
]
UPDATES = [
    "PREFIX ex: <http://e/> INSERT DATA { ex:s ex:p 1 , 'x'@en ; ex:q [ ex:r (1 2) ] . GRAPH ex:g { ex:a a 1 } }",
    "DELETE DATA { <http://e.example/s1> <http://e.example/p> 1 }",
    "PREFIX ex: <http://e.example/> DELETE { ?s ex:p ?o } INSERT { ?s ex:q ?o } WHERE { ?s ex:p ?o FILTER(?o < 3) }",
    "WITH <http://e.example/g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } USING <http://e.example/h> WHERE { ?s ?p 1 }",
    "DELETE WHERE { ?s ?p 'x' } ; CLEAR SILENT GRAPH <http://e.example/g> ; DROP ALL",
    "CREATE GRAPH <http://e.example/n> ; COPY DEFAULT TO <urn:n> ; MOVE SILENT <urn:n> TO DEFAULT",
    "PREFIX ex: <http://e.example/> INSERT { << ?s ex:p ?o >> ex:q 1 } WHERE { { ?s ex:p ?o } UNION { ?o ex:p ?s } }",
    "BASE <http://e.example/> ADD <#a> TO <#b> ; # a comment\nCLEAR NAMED",
]

_ODD = [
    *"'\"#<>{}()[]|^!?$@.:;,\\%&=-+*/_\n\r\t\0\x0b\x0c\u00a0\u2028\ufeff",
    "'''",
    '"""',
    "<<",
    ">>",
    "<<(",
    ")>>",
    "{|",
    "|}",
    "^^",
    "\\u0053",
    "\\U00000053",
    "\\'",
    "1e5",
    "1.",
    "ex:a.",
    "_:a.",
    "'x'@en.",
    "<?b#>",
    "<'>'",
    "#'\n",
    "#\r",
    "<#",
    "é",
    "\u0301",
    "😀",
    "ſ",
    "İ",
]
"""Where one reading of a text may part from another."""

_BEFORE = [
    "",
    " ",
    "1",
    "1.",
    ".",
    "?s ?p 1",
    "?s ?p 1.5",
    "'x'@en.",
    "ex:a.",
    "ex:.",
    "<urn:x>",
    "}",
    "{}",
    "true",
    "_:a ",
]
_DISGUISES = [
    "{}",
    "FILTER(?a<'b>' && 1) {} ?x ?y 'z'",
    'FILTER(?a<?b#>"""\n) {} #"""\n',
    "FILTER(1<'>'){}",
    "# '\n{}# '\n",
    "?s ?p ''''''{}?s ?p ''''''",
    "?s ?p '\\\\'.{}",
    "?s ?p <urn:x#'>.{}?s ?p <urn:y#'>.",
    "<<ex:a#>\nex:b ex:c>>ex:d 1 . {}",
    "FILTER(1<?x#>\n){} #\n",
    "OPTIONAL{{{}}}",
    "FILTER EXISTS{{{}}}",
    "GRAPH?g{{{}}}",
    "{{SELECT*{{{}}}}}",
]
_SEPARATORS = ["", "", " ", "\n", "\t", "\r", "#c\n", "#'\n", "#<\r", "  # >\n "]
_REPEATED = [
    ("(", ")"),
    ("{", "}"),
    ("[ ?p ", "]"),
    ("[", "]"),
    ("(1 ", ")"),
    ("<<( ?s ?p ", ")>>"),
    ("<< ?s ?p ", ">>"),
    ("!", ""),
    ("-", ""),
    ("- ", ""),
    ("^", ""),
    ("1+", "1"),
    ("?x||", "?x"),
    ("<urn:p>/", "<urn:p>"),
    ("{} UNION ", "{}"),
    ("OPTIONAL { ?s ?p ?o ", "}"),
    ("FILTER EXISTS { ?s ?p ?o ", "}"),
    ("FILTER NOT EXISTS { ", "}"),
    ("IF(true, ", ", 1)"),
    ("COALESCE(", ")"),
    ("{ SELECT * { ", "} }"),
    ("MINUS { ?s ?p ?o ", "}"),
    ("{| ?p 1 ", "|}"),
]


@dataclass(frozen=True, slots=True)
class Text:
    """A query or an update."""

    text: str
    is_update: bool


class Mutator:
    """Makes them, the same for the same seed; whatever they call is at `address`."""

    def __init__(self, seed: int, address: str, queries: Sequence[str]) -> None:
        self._random = random.Random(seed)
        self._address = address
        self._queries = [*QUERIES, *queries]

    def texts(self, count: int) -> Iterator[Text]:
        for _ in range(count):
            is_update = self._random.random() < 0.3
            text = self._random.choice(UPDATES if is_update else self._queries)
            for _ in range(self._random.choice([0, 1, 1, 1, 2, 2, 3, 5])):
                text = self._mutated(text)
            if self._random.random() < 0.6:
                text = self._planted(text, is_update)
            for _ in range(self._random.choice([0, 0, 0, 1, 2])):
                text = self._mutated(text)
            yield Text(text, is_update)

    def _mutated(self, text: str) -> str:
        change = self._random.choice(
            [self._words, self._words, self._characters, self._octets, self._odd, self._joined]
        )
        if self._random.random() < 0.03:
            change = self._deepened
        return change(text)

    def _words(self, text: str) -> str:
        """A word is lost, doubled, put elsewhere, or replaced by one of another text."""
        words = _PIECE.findall(text) or [""]
        at, other = self._random.randrange(len(words)), self._random.randrange(len(words))
        kind = self._random.randrange(4)
        if kind == 0:
            del words[at]
        elif kind == 1:
            words.insert(other, words[at])
        elif kind == 2:
            words[at], words[other] = words[other], words[at]
        else:
            words[at] = self._random.choice(_PIECE.findall(self._random.choice(self._queries + UPDATES)))
        return "".join(words)

    def _characters(self, text: str) -> str:
        start = self._random.randrange(len(text) + 1)
        end = start + self._random.choice([1, 1, 2, 5, 20])
        kind = self._random.randrange(3)
        if kind == 0:
            return text[:start] + text[end:]
        if kind == 1:
            return text[:end] + text[start:]
        return text[:start] + text[start:end].swapcase() + text[end:]

    def _octets(self, text: str) -> str:
        octets = bytearray(text.encode(errors="ignore"))
        for _ in range(self._random.choice([1, 1, 2, 4])):
            at = self._random.randrange(len(octets) + 1)
            if self._random.random() < 0.5 and at < len(octets):
                octets[at] ^= 1 << self._random.randrange(8)
            else:
                octets.insert(at, self._random.randrange(256))
        return octets.decode(errors="replace" if self._random.random() < 0.5 else "ignore")

    def _odd(self, text: str) -> str:
        at = self._random.randrange(len(text) + 1)
        return text[:at] + self._random.choice(_ODD) + text[at:]

    def _joined(self, text: str) -> str:
        other = self._random.choice(self._queries + UPDATES)
        at, from_ = self._random.randrange(len(text) + 1), self._random.randrange(len(other) + 1)
        return text[:at] + other[from_ : from_ + self._random.choice([5, 30, 200])] + text[at:]

    def _deepened(self, text: str) -> str:
        """Something within itself, or in a row: mostly some dozen times, and now and then more than a stack holds."""
        opening, closing = self._random.choice(_REPEATED)
        count = self._random.choice([5, 20, 40, 60, 70, 150, 500, 1500])
        if self._random.random() < 0.003:
            count = 240_000 // len(opening + closing)
        places = [place.end() for place in re.finditer(r"[{(]|\?\w+|WHERE", text)] or [0]
        at = self._random.choice(places)
        return f"{text[:at]} {opening * count} 1 {closing * count} {text[at:]}"

    def _planted(self, text: str, is_update: bool) -> str:
        """With a call to another server, in one of the many ways to write it."""
        if is_update and self._random.random() < 0.6:
            return self._loading(text)
        call = self._random.choice(_BEFORE) + self._random.choice(_DISGUISES).format(self._service())
        places = [place.end() for place in re.finditer(r"[{.]", text)]
        anywhere = self._random.randrange(len(text) + 1)
        at = self._random.choice(places) if places and self._random.random() < 0.8 else anywhere
        planted = text[:at] + call + text[at:]
        prefix = self._random.choice(["ex", "ex", "SERVICEex", "service", "SILENTex"])
        return f"PREFIX {prefix}: <{self._address}> PREFIX ex: <{self._address}> {planted}"

    def _service(self) -> str:
        word = self._cased("service") + self._gap()
        if self._random.random() < 0.3:
            word += self._cased("silent") + self._gap()
        target = self._random.choice(
            [f"<{self._address}>"] * 3 + ["ex:x", "ex:", "service:x", "SERVICEex:x", "SILENTex:x", "?o"]
        )
        pattern = self._random.choice(["{ ?s ?p ?o }", "{}", "{?s?p?o}", "{SELECT*{?s ?p ?o}}", "{{}UNION{}}"])
        return word + target + self._gap() + pattern

    def _loading(self, text: str) -> str:
        operation = self._cased("load") + self._gap()
        if self._random.random() < 0.3:
            operation += self._cased("silent") + self._gap()
        operation += self._random.choice([f"<{self._address}>"] * 3 + ["ex:x", "ex:", "LOADex:x", "load:x"])
        if self._random.random() < 0.3:
            operation += self._gap() + self._cased("into graph") + self._gap() + "<urn:g>"
        prologue = f"PREFIX ex: <{self._address}> PREFIX LOADex: <{self._address}> PREFIX load: <{self._address}>"
        joint = self._random.choice([";", " ; ", ";#c\n", ";\n"])
        if self._random.random() < 0.3:
            return prologue + self._gap() + operation + joint + text
        return f"{prologue} {text}{joint}{operation}"

    def _cased(self, word: str) -> str:
        if self._random.random() < 0.5:
            return word.upper()
        return "".join(self._random.choice([letter.lower(), letter.upper()]) for letter in word)

    def _gap(self) -> str:
        return self._random.choice(_SEPARATORS)
