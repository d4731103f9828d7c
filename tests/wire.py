"""The text of a news agency, what papers make of it, and the report of another agency on the same event."""

WIRE = """BAKU, July 5 (Newswire) - Azerbaijan's Foreign Minister Jeyhun Bayramov on Monday met Mohammad Bagher
Ghalibaf, the speaker of Iran's parliament, in Tehran and spoke of power lines, gas and roads, officials said.

The two agreed that a bridge over the Astara river should be ready before the end of the year, and that customs posts on
both banks would be open day and night from then on. Trucks now wait two days on average, hauliers say.

Mr Bayramov said that "the grids of the two countries can be joined within three years if the work begins this winter",
and thanked his hosts for what he called a warm welcome. The speaker said that parliament would deal with the agreement
before its summer recess.

Trade between the two neighbours grew by a third in the first five months of the year, by figures of the customs service
in Baku. Most of it is food, cement and petrochemicals, and almost all of it goes by road.

The minister was to fly on to Ashgabat on Tuesday, where the leaders of the five states around the Caspian Sea meet.
Their last meeting, in 2018, gave the sea a legal status after twenty years of talks. Iran has not ratified it."""
OF_ANOTHER_AGENCY = """Iran and Azerbaijan want to finish their border bridge at Astara this year, Iranian media
reported on Monday after a visit by Jeyhun Bayramov, the top diplomat of Azerbaijan.

Bayramov met Mohammad Bagher Ghalibaf, the Iranian speaker, in Tehran on Monday. Ghalibaf promised that lawmakers
would vote on a transit accord before the summer. Bayramov, for his part, said that "the grids of the two countries
can be joined within three years if the work begins this winter".

Both governments have spoken of the link since 2019. Engineers measured the route last autumn, but no contract has
been given so far, and the cost is not known. An adviser to the energy ministry put it at 400 million dollars.

Relations have been tense at times. In the autumn of 2020 shells fell on Iranian villages near the Araz, and drivers
from Iran were arrested a year later on a road through Karabakh. Since then the two capitals have exchanged several
delegations."""
PARAGRAPHS = WIRE.split("\n\n")

COPIES = {
    "the same": WIRE,
    "with a headline": "Bridge over Astara river to be ready this year\n\n" + WIRE,
    "another dateline": WIRE.replace("BAKU, July 5 (Newswire) - ", "TEHRAN, 4 July. /Our correspondent/. "),
    "another lead": "\n\n".join(
        ["The foreign minister of Azerbaijan has been to Tehran to speak of a bridge.", *PARAGRAPHS[1:]]
    ),
    "another tail": "\n\n".join([*PARAGRAPHS[:-1], "Reporting by our staff in Baku; write to us at desk@example.org."]),
    "cut to three paragraphs": "\n\n".join(PARAGRAPHS[:3]),
    "cut to two": "\n\n".join(PARAGRAPHS[:2]),
    "two from the middle": "\n\n".join(PARAGRAPHS[1:3]),
    "set anew": WIRE.replace("\n", " ").replace('"', "“").replace("'", "’").upper(),
    "words mended": WIRE.replace("Mr Bayramov", "Bayramov")
    .replace("on Monday ", "Monday ")
    .replace("Trucks", "Lorries"),
    "house style": WIRE.replace("agreed that", "agreed")
    .replace("twenty", "20")
    .replace("said that", "said")
    .replace("-", "–"),
}
