"""What kind of statement it is: told by the verb that reports it, or else by the words said."""

import pytest

from kg.records import StatementKind


def kind(read, said):
    (statement,) = read(f"Azerbaijani President Ilham Aliyev {said}.").extraction.statements
    return statement.kind


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("said that trade had grown by a third", StatementKind.CLAIM),
        ("said that Armenia would lose the war", StatementKind.CLAIM),
        ("said that prices should fall", StatementKind.CLAIM),
        ("said that the deal would open markets", StatementKind.CLAIM),
        ("said that talks would fail", StatementKind.CLAIM),
        ("said that China had to close its borders in 2020", StatementKind.CLAIM),
        ("said that the alliance had lost the election", StatementKind.CLAIM),
        ("said that it was an act of two men", StatementKind.CLAIM),
        ("said that relations had been broken off in 2016", StatementKind.CLAIM),
        ("said that the attack was to deter Armenia", StatementKind.CLAIM),
        ("said that the first step was to talk", StatementKind.CLAIM),
        ("denied that he would host the talks", StatementKind.CLAIM),
        ("said that Azerbaijan would be hit hardest", StatementKind.CLAIM),
        ("said that Azerbaijan would starve", StatementKind.CLAIM),
        ("said that he would catch a cold", StatementKind.CLAIM),
        ("said that Azerbaijan would run short of wheat", StatementKind.CLAIM),
        ("said that Azerbaijan would overtake Turkey one day", StatementKind.CLAIM),
        ("said that Azerbaijan would rebuild the port", StatementKind.COMMITMENT),
        ("made clear that Azerbaijan would rebuild the port", StatementKind.COMMITMENT),
        ("made clear that trade had grown by a third", StatementKind.CLAIM),
        ("said that Azerbaijan would continue searching for the ship", StatementKind.COMMITMENT),
        ("said that Azerbaijan would not tolerate an attack", StatementKind.COMMITMENT),
        ("said that exports were expected to shrink", StatementKind.CLAIM),
        ("said that rents would be expected to rise", StatementKind.CLAIM),
        ("said that a road was expected to open in May", StatementKind.ANNOUNCEMENT),
        ("asked whether Baku was older than Ganja", StatementKind.CLAIM),
        ("asked why the road was closed", StatementKind.CLAIM),
        ("asked Turkey to open the road", StatementKind.APPEAL),
        ("said that Azerbaijan would be harmed by sanctions", StatementKind.CLAIM),
        ("said that he would prefer that Armenia lead", StatementKind.CLAIM),
        ("said that he would rather wait", StatementKind.CLAIM),
        ("said that he was interested in a port", StatementKind.CLAIM),
        ("said it was expected that prices would rise", StatementKind.CLAIM),
        ("said it would normally be expected that an envoy spoke first", StatementKind.CLAIM),
        ("said that Armenia should have talked years ago", StatementKind.CLAIM),
        ("said that Azerbaijan should have been told", StatementKind.CLAIM),
        ("expressed interest in buying gas", StatementKind.POSITION),
        ("said that Azerbaijan would not be intimidated", StatementKind.COMMITMENT),
        ("said that Azerbaijan would not send troops", StatementKind.COMMITMENT),
        ("said that Azerbaijan would meet its target", StatementKind.COMMITMENT),
        ("said that Armenia should talk", StatementKind.APPEAL),
        ("said that Azerbaijan would send troops", StatementKind.ANNOUNCEMENT),
        ("said that Azerbaijan would not host the summit", StatementKind.ANNOUNCEMENT),
        ("said that Azerbaijan would meet Armenian leaders in May", StatementKind.ANNOUNCEMENT),
        ("said that an envoy was expected to visit Turkey", StatementKind.ANNOUNCEMENT),
        ("said that he would never allow an attack", StatementKind.COMMITMENT),
        ("said that Azerbaijan would not allow an attack", StatementKind.COMMITMENT),
        ("said that Baku had offered help and remained ready to help", StatementKind.COMMITMENT),
        ("voiced his readiness to help", StatementKind.COMMITMENT),
        ("welcomed Turkey's commitment to help", StatementKind.POSITION),
        ("said that both sides should return to the table", StatementKind.APPEAL),
        ("said that Armenia must leave the area", StatementKind.APPEAL),
        ("insisted that the truce be kept", StatementKind.APPEAL),
        ("called for an end to the war", StatementKind.APPEAL),
        ("called the attack a mistake", StatementKind.POSITION),
        ("called the partnership with Turkey a success", StatementKind.ASSESSMENT),
        ("said that the attack was unacceptable", StatementKind.POSITION),
        ("said that Azerbaijan supported the two countries", StatementKind.POSITION),
        ("said that the rules must be kept", StatementKind.POSITION),
        ("affirmed his respect for the law", StatementKind.POSITION),
        ("set out proposals for peace", StatementKind.POSITION),
        ("said that ties with Turkey had never been closer", StatementKind.ASSESSMENT),
        ("said that Turkey was a good friend of his country", StatementKind.ASSESSMENT),
        ("said that Turkey would host the next meeting", StatementKind.ANNOUNCEMENT),
        ("said that a minister was to visit Turkey", StatementKind.ANNOUNCEMENT),
        ("said that the summit would not go ahead", StatementKind.ANNOUNCEMENT),
        ("said that the bridge would be built in May", StatementKind.ANNOUNCEMENT),
    ],
)
def test_the_words_said_tell_what_a_neutral_verb_does_not(read, said, told):
    assert kind(read, said) is told


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        ("We call on Armenia to leave the area", StatementKind.APPEAL),
        ("It is a long shot, I will grant you", StatementKind.CLAIM),
        ("We will grant you asylum", StatementKind.COMMITMENT),
        ("We will give you what you need", StatementKind.COMMITMENT),
        ("We condemn the attack", StatementKind.POSITION),
        ("We must oppose the attack", StatementKind.POSITION),
        ("I will sign nothing", StatementKind.ANNOUNCEMENT),
        ("We will defend our land", StatementKind.COMMITMENT),
    ],
)
def test_who_speaks_for_himself_does_what_he_says(read, quoted, told):
    assert kind(read, f'said: "{quoted}."') is told
