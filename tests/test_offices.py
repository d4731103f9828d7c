"""Which office somebody holds, and whose office it is, by the words of the text."""

from datetime import date

import pytest

from kg.records import Article


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Ann Lee, the minister for european relations, spoke.", "Ann Lee", "Minister"),
        ("The minister for european relations Nick Thomas spoke.", "Nick Thomas", "Minister for European Relations"),
        (
            "Iran's envoy to the talks against hunger, Ali Karimi, spoke.",
            "Ali Karimi",
            "Envoy to the Talks against Hunger",
        ),
        ("The envoy to Iran said that Ali Karimi spoke.", "Ali Karimi", None),
        (
            "Ali Karimi, a spokesman for Kenyan military intelligence, spoke.",
            "Ali Karimi",
            "Spokesman for Military Intelligence",
        ),
        ("Minister for East African Affairs John Mwangi spoke.", "John Mwangi", "Minister for East African Affairs"),
        ("One of Kenya's vice presidents, John Mwangi, spoke.", "John Mwangi", "Vice President"),
        ("National Security Adviser (NSA) John Mwangi spoke.", "John Mwangi", "National Security Adviser"),
        (
            "Assistant to the President for Trade John Mwangi spoke.",
            "John Mwangi",
            "Assistant to the President for Trade",
        ),
        ("The adviser to the party Dr. John Mwangi spoke.", "John Mwangi", "Adviser to the Party"),
        ("It will do so under Prime Minister John Mwangi.", "John Mwangi", "Prime Minister"),
        ("Under Secretary John Mwangi spoke.", "John Mwangi", "Under Secretary"),
        ("UN Under-Secretary-General John Mwangi came.", "John Mwangi", "Under-Secretary-General"),
        ("John Mwangi, security adviser to Prime Minister Abiy Ahmed, came.", "John Mwangi", "Security Adviser"),
        ("A spokesman for President Rodrigo Duterte spoke.", "Rodrigo Duterte", "President"),
        ("John Mwangi, the adviser to Prime Minister Abiy Ahmed, came.", "Abiy Ahmed", "Prime Minister"),
        (
            "Secretary of State for Trade and Resources Richard Vermaas came.",
            "Richard Vermaas",
            "Secretary of State for Trade and Resources",
        ),
        ("President-elect John Mwangi spoke.", "John Mwangi", "President-Elect"),
        ("The firm's CEO John Mwangi spoke.", "John Mwangi", "CEO"),
        ("Sheikh Ali Karimi, the leader of Hezbollah, spoke.", "Ali Karimi", "Leader"),
        ("John Mwangi was the deputy commander of the force.", "John Mwangi", "Deputy Commander"),
        ("John Mwangi served as finance minister.", "John Mwangi", "Finance Minister"),
        ("John Mwangi, who held the post of Speaker, left.", "John Mwangi", "Speaker"),
        ("John Mwangi spoke of the post of Speaker.", "John Mwangi", None),
        ("The wife of Kenya's president, Grace Mwangi, spoke.", "Grace Mwangi", None),
        ("Ann Lee, Mwangi's chief of staff, left. John Mwangi stayed.", "Ann Lee", "Chief of Staff"),
        ("Ann Lee, Mwangi's former spokeswoman, left. John Mwangi stayed.", "Ann Lee", "Spokeswoman"),
        ("The paper's editorial director, Ann Lee, left.", "Ann Lee", "Editorial Director"),
        ("The Kenyan deputy defence minister, Yunus-bek Karimi, left.", "Yunus-bek Karimi", "Deputy Defence Minister"),
        (
            "John Mwangi, Deputy Spokesperson for the Secretary-General, left.",
            "John Mwangi",
            "Deputy Spokesperson for the Secretary-General",
        ),
        (
            "Republican members of the House of Representatives Darin LaHood and John Mwangi left.",
            "Darin LaHood",
            "Representative",
        ),
        ("He was an adviser to Ohio's Republican Governor John Mwangi.", "John Mwangi", "Republican Governor"),
        ("Both John Mwangi, the finance minister, and Ann Lee left.", "John Mwangi", "Finance Minister"),
        ("Ann Lee, a council member, left.", "Ann Lee", "Council Member"),
        ("Republican Assemblywoman Ann Lee left.", "Ann Lee", "Republican Assemblywoman"),
        ("Gauteng Premier Panyaza Lesufi left.", "Panyaza Lesufi", "Premier"),
        (
            "Ann Lee, the head of the Metropolitan Police Lake Command, left.",
            "Ann Lee",
            "Head of the Metropolitan Police Lake Command",
        ),
        ("The airline left. Ann Lee, the director of the airline, stayed.", "Ann Lee", "Director"),
        ("It will be bad if John Mwangi is president.", "John Mwangi", None),
        ("If she wants to be the next president, Ann Lee should smile.", "Ann Lee", None),
        ("The delegates John Mwangi already had were enough.", "John Mwangi", None),
        ("John Mwangi was not the finance minister.", "John Mwangi", None),
        ("John Mwangi would become finance minister.", "John Mwangi", None),
        ("John Mwangi is stepping down as finance minister.", "John Mwangi", "Finance Minister"),
        ("The king appointed John Mwangi as finance minister.", "John Mwangi", "Finance Minister"),
        ("John Mwangi spoke as finance ministers met.", "John Mwangi", None),
        ("Ali Karimi, the long-serving Sultan of Oman, died.", "Ali Karimi", "Sultan"),
        ("Ann Lee, the UN chief's special envoy for Iran, spoke.", "Ann Lee", "Special Envoy for Iran"),
        ("Ann Lee, President Mwangi's water adviser, spoke.", "Ann Lee", "Water Adviser"),
        (
            "Ann Lee, a diplomatic adviser to the Kenyan president, spoke.",
            "Ann Lee",
            "Diplomatic Adviser to the President",
        ),
        ("Ambassador of Kenya to Japan Ann Lee spoke.", "Ann Lee", "Ambassador to Japan"),
        ("Kenya's First Lady Ann Lee spoke.", "Ann Lee", "First Lady"),
        ("They met Prime Minister Brigadier (Retd.) Mark Phillips.", "Mark Phillips", "Prime Minister"),
        ("They met in Barack Obama's presidency.", "Barack Obama", "President"),
        ("They met Mwangi's director, Ann Lee, in Peru.", "Ann Lee", "Director"),
        ("Rep Ann Lee spoke.", "Ann Lee", "Representative"),
        ("Cardinal Tom Reed, the Vatican's secretary of state, spoke.", "Tom Reed", "Secretary of State"),
        ("Sheikh Tamim bin Hamad Al Thani, Amir of Qatar, spoke.", "Tamim bin Hamad Al Thani", "Amir"),
        ("EAM Subrahmanyam Jaishankar spoke.", "Subrahmanyam Jaishankar", "External Affairs Minister"),
        ("Kenya summons Iranian envoy, Tom Reed to speak.", "Tom Reed", "Envoy"),
        ("Tom Reed spoke. Kenya summons Iranian envoy, Reed to speak.", "Tom Reed", None),
        ("Tom Reed spoke. Kenya summons the Iranian envoy, Reed, on Monday.", "Tom Reed", "Envoy"),
        ("The lady Ann Lee spoke.", "Ann Lee", None),
        ("Ali Karimi, currently the country's envoy to Iran, spoke.", "Ali Karimi", "Envoy to Iran"),
        ("Kenya's water policy chief John Mwangi spoke.", "John Mwangi", "Water Policy Chief"),
        ("A deputy US trade envoy, Ann Lee, spoke.", "Ann Lee", "Deputy Trade Envoy"),
        ("Chief of Staff Major General Ali Karimi spoke.", "Ali Karimi", "Chief of Staff"),
        ("Assistant to the Secretary General Ali Karimi spoke.", "Ali Karimi", "Assistant to the Secretary General"),
        ("Prime Minister Sheikh Ali Karimi spoke.", "Ali Karimi", "Prime Minister"),
        ("China's top diplomat Wang Li spoke.", "Wang Li", "Top Diplomat"),
        ("The Chinese diplomat Wang Li spoke.", "Wang Li", None),
        ("His long-term defence minister Wang Li spoke.", "Wang Li", "Defence Minister"),
        ("Wang Li, the right-wing premier, spoke.", "Wang Li", "Premier"),
        ("- Dr. Ann Lee, Provost, Example University", "Ann Lee", "Provost"),
        ("John Mwangi, CEO of the firm, spoke.", "John Mwangi", "CEO"),
        ("Ann Lee, MD, MPH, deputy director for trade, spoke.", "Ann Lee", "Deputy Director for Trade"),
        ("Ann Lee, founder and chief executive officer of the firm, spoke.", "Ann Lee", "Chief Executive Officer"),
        ("Ann Lee, the city's planning minister, spoke.", "Ann Lee", "Planning Minister"),
        ("Ann Lee met the firm's director.", "Ann Lee", None),
        ("He met the Prime Minister, His Royal Highness Ali Karimi, today.", "Ali Karimi", "Prime Minister"),
        ("He met the Prime Minister, her cousin Ali Karimi and others.", "Ali Karimi", None),
        ("Jake Sullivan and Principal Deputy National Security Advisor Jon Finer spoke.", "Jake Sullivan", None),
        (
            "The Road Transport and Bridges Minister Obaidul Quader spoke.",
            "Obaidul Quader",
            "Road Transport and Bridges Minister",
        ),
        ("Hong Kong Chief Executive Mary Chan spoke.", "Mary Chan", "Chief Executive"),
        ("Mary Chan, the chief executive of Hong Kong, spoke.", "Mary Chan", "Chief Executive"),
        ("The oil executive Mary Chan spoke.", "Mary Chan", None),
        ("Nakuru District Attorney Tom Reed spoke.", "Tom Reed", "Nakuru District Attorney"),
        ("The attorney Tom Reed spoke.", "Tom Reed", None),
        ("Minority Whip Tom Reed spoke.", "Tom Reed", "Minority Whip"),
        ("Deputy PM Ann Lee spoke.", "Ann Lee", "Deputy Prime Minister"),
        ("At 5 pm Ann Lee spoke.", "Ann Lee", None),
        ("They met Ann Lee MP.", "Ann Lee", "MP"),
        ("Ann Lee MP, the minister for trade, spoke.", "Ann Lee", "Minister for Trade"),
        ("He met Labour MP Ann Lee in London.", "Ann Lee", "Labour MP"),
        ("Senior Hamas official Ali Karimi spoke.", "Ali Karimi", "Senior Official"),
        ("Ali Karimi, a senior Hamas official, spoke.", "Ali Karimi", "Senior Official"),
        ("The official record names Ali Karimi.", "Ali Karimi", None),
        ("Ali Karimi thanked a senior Hamas official.", "Ali Karimi", None),
        ("Ann Lee, a member of the Tunisian parliament, spoke.", "Ann Lee", "Member of the Parliament"),
        ("Ron Levi, a Knesset member, spoke.", "Ron Levi", "Knesset Member"),
        ("Ann Lee, a member of the upper house, spoke.", "Ann Lee", "Member of the Upper House"),
        ("Ann Lee, a member of the band, spoke.", "Ann Lee", None),
        ("Current Finance Minister of Kenya Ann Lee spoke.", "Ann Lee", "Finance Minister"),
        ("Tom Reed, a sitting US senator from Vermont, spoke.", "Tom Reed", "Senator"),
        ("Presidential candidate Governor Tom Reed spoke.", "Tom Reed", "Governor"),
        ("Tom Reed, the governor of the state of Goa, spoke.", "Tom Reed", "Governor"),
        ("Tom Reed, US secretary of state, spoke.", "Tom Reed", "Secretary of State"),
        ("Ann Lee was ambassador under President Tom Reed.", "Tom Reed", "President"),
        ("Ann Lee, president and CEO of the firm, spoke.", "Ann Lee", "President and CEO"),
        ("President and CEO Ann Lee spoke.", "Ann Lee", "President and CEO"),
        ("The prime minister and President Ann Lee spoke.", "Ann Lee", "President"),
        ("Ann Lee, the envoy, and president Tom Reed spoke.", "Ann Lee", "Envoy"),
        ("Kenya's chargé d'affaires in Rome, John Mwangi, spoke.", "John Mwangi", "Chargé d'affaires in Rome"),
        ("They met Member of Parliament (MP) Ann Lee.", "Ann Lee", "Member of Parliament"),
        ("U.S. Attorney Ann Lee spoke.", "Ann Lee", "Attorney"),
        ("The US attorney Ann Lee spoke.", "Ann Lee", None),
        ("Force Commander General Tom Reed spoke.", "Tom Reed", "Force Commander"),
        ("According to Chief Superintendent Tom Reed it rained.", "Tom Reed", "Chief Superintendent"),
        ("Army Chief General Ali Khan spoke.", "Ali Khan", "Army Chief"),
        ("Secretary General Ali Khan spoke.", "Ali Khan", "Secretary General"),
        ("The Sudanese army's chief Ali Karimi spoke.", "Ali Karimi", "Army Chief"),
        ("Ann Lee, the Russian foreign ministry's spokeswoman, spoke.", "Ann Lee", "Foreign Ministry Spokeswoman"),
        ("Ali Karimi, a Hamas political bureau member, spoke.", "Ali Karimi", "Political Bureau Member"),
        ("The agency quoted Ambassador-at-Large Ivan Petrov.", "Ivan Petrov", "Ambassador-at-Large"),
        ("Ukraine's Commander-in-Chief Ivan Petrov spoke.", "Ivan Petrov", "Commander-in-Chief"),
        ("Head of the Kenyan president's office Ann Lee spoke.", "Ann Lee", "Head of the President's Office"),
        ("Saudi foreign minister Prince Ali Karimi spoke.", "Ali Karimi", "Foreign Minister"),
        ("Saudi Crown Prince Ali Karimi spoke.", "Ali Karimi", "Crown Prince"),
        ("Ann Lee, spokeswoman for UN Secretary-General Tom Reed, spoke.", "Ann Lee", "Spokeswoman"),
        ("Ann Lee, spokeswoman for UN Secretary-General Tom Reed, spoke.", "Tom Reed", "Secretary-General"),
        ("Chief Constable Tom Reed spoke.", "Tom Reed", "Chief Constable"),
        ("Two Democratic representatives, Tom Reed and Ann Lee, came.", "Ann Lee", "Democratic Representative"),
        ("The minister (a former judge) thanked Tom Reed.", "Tom Reed", None),
        (
            "They killed Ali Karimi, who commanded Hezbollah's Nakuru forces.",
            "Ali Karimi",
            "Commander of the Nakuru Forces",
        ),
        ("Ali Karimi, who led the attack, spoke.", "Ali Karimi", None),
        ("China's top negotiator Wang Li spoke.", "Wang Li", "Top Negotiator"),
        ("Ivan Petrov, the Russian-installed governor of Kherson, spoke.", "Ivan Petrov", "Governor"),
    ],
)
def test_an_office_is_read_whole(read, text, name, office):
    assert read(text).offices[name][0] == office


@pytest.mark.parametrize(
    ("text", "name", "of"),
    [
        ("Israeli President Isaac Bar and Planning Minister Ron Levi came.", "Ron Levi", "Israel"),
        ("Ford CEO Tom Lee came.", "Tom Lee", "Ford"),
        ("Deputy CEO Tom Lee came.", "Tom Lee", None),
        ("BBC director general Tom Lee came.", "Tom Lee", "BBC"),
        ("WHO director-general Tom Lee came.", "Tom Lee", "WHO"),
        ("Tom Lee, the Ford Motor Company's chairman, came.", "Tom Lee", "Ford Motor Company"),
        (
            "In the US, former Director of National Intelligence Tom Lee met Chinese officials.",
            "Tom Lee",
            "United States",
        ),
        (
            "Kenyan President William Ruto sent his special envoy Ali Karimi to Sudan.",
            "Ali Karimi",
            "Kenya",
        ),
        ("French President Emmanuel Macron said his foreign minister, Ali Karimi, was ill.", "Ali Karimi", "France"),
        ("The Taliban announced the death of their longtime leader Ali Karimi.", "Ali Karimi", "Taliban"),
        ("They praised NATO and its envoy Ann Lee.", "Ann Lee", "NATO"),
        ("John Mwangi praised his envoy Ann Lee.", "Ann Lee", None),
        ("The delegation of Kenya included political officer Ann Lee.", "Ann Lee", "Kenya"),
        ("The delegation of Kenya said that political officer Ann Lee was ill.", "Ann Lee", None),
        ("Republican Senator Ann Lee spoke in Kyiv.", "Ann Lee", "United States"),
        ("Republican general Ann Lee spoke in Kyiv.", "Ann Lee", None),
        ("- President Ali Karimi, Iran - Prime Minister Ann Lee, Kenya", "Ann Lee", None),
        ("Iran's then-minister Ann Lee spoke in Kenya.", "Ann Lee", "Iran"),
        ("Republican Senators Ann Lee and John Fielding spoke in Kyiv.", "John Fielding", "United States"),
        ("Senator Ann Lee of Vermont spoke in Kyiv.", "Ann Lee", "United States"),
        ("Sales director Ann Lee of Vermont spoke.", "Ann Lee", None),
        ("Kenyan President John Mwangi left Kenya. In Cairo, Attorney General Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("Kenyan President John Mwangi came. In Cairo, Attorney General Ann Lee spoke.", "Ann Lee", None),
        ("Kenyan President John Mwangi left Kenya. In Cairo, military commander Ann Lee spoke.", "Ann Lee", None),
        ("Bangladesh Nationalist Party (BNP) Chairman Ali Khan spoke.", "Ali Khan", "Bangladesh Nationalist Party"),
        ("Palestinian Authority President Mahmoud Abbas spoke.", "Mahmoud Abbas", "Palestinian Authority"),
        ("CIA Director Ann Lee spoke.", "Ann Lee", "United States"),
        ("The UN director at Human Rights Watch, Ann Lee, spoke.", "Ann Lee", "Human Rights Watch"),
        ("Israeli President Isaac Bar and President Ron Levi came.", "Ron Levi", None),  # of another state
        ("Israeli President Isaac Bar came. Planning Minister Ron Levi left for Cairo.", "Ron Levi", None),
        ("In Warsaw, police spokesman Jan Mazur said that Poland mourned.", "Jan Mazur", "Poland"),  # no other state
        ("In Warsaw, police spokesman Jan Mazur said that France mourned.", "Jan Mazur", "Poland"),
        ("John Mwangi, a director at the Nakuru Peace Institute, came.", "John Mwangi", "Nakuru Peace Institute"),
        ("Sales Minister John Mwangi of the firm came to the Nakuru Peace Institute.", "John Mwangi", None),
        ("The Kremlin's Syria envoy Ivan Petrov came.", "Ivan Petrov", "Russia"),
        ("The city's mayor, Governor of Geneva Luc Blanc, came.", "Luc Blanc", "Switzerland"),
        ("President Hassan Karimi of the Islamic Republic of Iran came.", "Hassan Karimi", "Iran"),
        ("Officials met German  Health Minister Uwe Kranz.", "Uwe Kranz", "Germany"),
        ("United States Senator from Vermont Tom Reed spoke.", "Tom Reed", "United States"),
        ("The senator from our town Tom Reed spoke.", "Tom Reed", None),
        ("Senators Ann Lee of Georgia and Tom Reed of Texas spoke.", "Ann Lee", "United States"),
        ("Ministers Ann Lee of Georgia and Tom Reed of Kenya spoke.", "Ann Lee", "Georgia"),
        ("Kenya director of Amnesty International Ann Lee spoke.", "Ann Lee", "Amnesty International"),
        ("Kenya's director of intelligence Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("The director of Argentina's Amnesty International, Ann Lee, spoke.", "Ann Lee", "Amnesty International"),
        ("The head of Kenya's water board, Ann Lee, spoke.", "Ann Lee", "Kenya"),
        ("The head of Kenya's water board thanked Ann Lee.", "Ann Lee", None),
        ("Mercy Corps CEO Ann Lee spoke.", "Ann Lee", "Mercy Corps"),
        ("Foreign Ministry spokeswoman Ann Lee spoke.", "Ann Lee", None),
        ("Kenya's ambassador in Rome, Ann Lee, spoke.", "Ann Lee", "Kenya"),
        ("The Sudanese army's chief Ann Lee spoke in Rome and Paris.", "Ann Lee", "Sudan"),
        ("Ann Lee, leader of the National Unity Platform, spoke.", "Ann Lee", "National Unity Platform"),
        ("The leader of the Kenyan League for Peace, Ann Lee, spoke.", "Ann Lee", "Kenyan League for Peace"),
        ("Ann Lee, president of Nakuru Peace Federation, spoke.", "Ann Lee", "Nakuru Peace Federation"),
        ("Ann Lee, leader of the Kurdish-led Syrian Democratic Forces, spoke.", "Ann Lee", "Syrian Democratic Forces"),
        (
            "Kenya and Togo met. The head of the Rural Wells Authority, Ann Lee, spoke.",
            "Ann Lee",
            "Rural Wells Authority",
        ),
        ("Kenya and Togo met. The head of the Senate Water Committee, Ann Lee, spoke.", "Ann Lee", None),
        ("Kenya praised Iran. The country's top diplomat, Ann Lee, spoke.", "Ann Lee", "Kenya"),
        ("Hamas praised Iran. The group's leader, Ann Lee, spoke.", "Ann Lee", "Hamas"),
        ("Hamas praised Iran. The group's prime minister, Ann Lee, spoke.", "Ann Lee", None),
        ("Kenya's foreign ministry denied it in Iran. Foreign ministry spokesman Tom Reed spoke.", "Tom Reed", "Kenya"),
        ("Kenya's foreign ministry denied it in Iran. Defence ministry spokesman Tom Reed spoke.", "Tom Reed", None),
        ("Iran praised Togo. In Nairobi, opposition lawmaker Ann Lee spoke.", "Ann Lee", "Kenya"),
        (
            "Iran praised Togo. Government spokeswoman Ann Lee told a briefing in Nairobi that it rained.",
            "Ann Lee",
            "Kenya",
        ),
        ("Iran praised Togo. In Nairobi, minister Ann Lee spoke.", "Ann Lee", None),
        ("Iran and Togo met Ann Lee, the assistant secretary of state for Africa.", "Ann Lee", "United States"),
        ("Iran and the US met Health Secretary Ann Lee.", "Ann Lee", "United States"),
        ("The EU praised Iran and Togo. Commissioner Ann Lee spoke.", "Ann Lee", "EU"),
        ("The EU praised Iran and Togo. Police commissioner Ann Lee spoke.", "Ann Lee", None),
        ("Iran and Togo met Health Secretary Ann Lee.", "Ann Lee", None),
        ("Chairman Ann Lee (Nakuru Water Nation, KE) spoke.", "Ann Lee", "Nakuru Water Nation"),
        ("Minister Ann Lee (Nakuru Water Nation, KE) spoke.", "Ann Lee", None),
        ("Ministers Ann Lee (Kenya) and Tom Reed (Togo) spoke.", "Tom Reed", "Togo"),
        ("Minister Ann Lee (Kenya) met the presidents of Ghana and Togo.", "Ann Lee", "Kenya"),
        ("Rep. Ann Lee (D-Ore.) spoke in Ghana and Togo.", "Ann Lee", "United States"),
        ("Rep. Ann Lee (44) spoke in Ghana and Togo.", "Ann Lee", None),
        ("They met in the presidency of Joe Biden.", "Joe Biden", "United States"),
        ("They met in the house of Barack Obama.", "Barack Obama", None),
        ("Ann Lee, leader of the Party of Justice and Work, spoke.", "Ann Lee", "Party of Justice and Work"),
        ("Ann Lee, an economist at Nakurix, spoke.", "Ann Lee", "Nakurix"),
        ("Ann Lee, an economist at Davos, spoke.", "Ann Lee", None),
        ("Kenya's UN envoy Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("UN High Commissioner for Refugees Ann Lee spoke.", "Ann Lee", "UN"),
        ("Kenya is at peace. Senior adviser Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("Kenya is at peace. Ann Lee, senior adviser at the Nakuru Peace Fund, spoke.", "Ann Lee", "Nakuru Peace Fund"),
        ("Hamas fought. Ann Lee, the group's water adviser, spoke.", "Ann Lee", "Hamas"),
        ("Togo met the Minister for Water in the interim Kenyan government, Ann Lee.", "Ann Lee", "Kenya"),
        ("Britain met Togo and Peru. Shadow security minister Ann Lee spoke.", "Ann Lee", "United Kingdom"),
        ("Chile met Togo and Peru. Shadow security minister Ann Lee spoke.", "Ann Lee", None),
        ("The Chairman, Nakuru Wells Foundation, Ann Lee, spoke.", "Ann Lee", "Nakuru Wells Foundation"),
        (
            "Ann Lee, spokeswoman for the ruling Truth and Work (TW) League, spoke.",
            "Ann Lee",
            "Truth and Work (TW) League",
        ),
        ("The Chief Executive Officer of Air Nakuru, Ann Lee, spoke.", "Ann Lee", "Air Nakuru"),
        ("Kenya Airways chief executive Ann Lee spoke.", "Ann Lee", "Kenya Airways"),
        ("Ann Lee, governor of the Central Bank of Kenya, spoke.", "Ann Lee", "Kenya"),
        ("The head of the Kenyan Wildlife Authority, Ann Lee, spoke.", "Ann Lee", "Kenya"),
        ("Ann Lee, minister of the National Unity Platform, spoke.", "Ann Lee", None),
        ("Ann Lee, director of Global Health, spoke.", "Ann Lee", None),
        ("Ann Lee, an adviser to the Kenyan president, spoke.", "Ann Lee", "Kenya"),
        ("The Kenyan president's adviser Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("Ann Lee, an adviser to Kenyan President Colonel John Mwangi, spoke.", "Ann Lee", "Kenya"),
        ("Iran's envoy Ali Karimi met his counterpart from Kenya, Ann Lee.", "Ann Lee", "Kenya"),
        ("Iran's envoy Ali Karimi met his Kenyan opposite number Ann Lee.", "Ann Lee", "Kenya"),
        ("Presidents Ali Karimi of the Bahamas and Ann Lee of Kenya met.", "Ali Karimi", "Bahamas"),
        ("Ann Lee, spokeswoman for UN Secretary-General Tom Reed, spoke.", "Ann Lee", "UN"),
        ("The army's chief Ann Lee spoke in Rome and Paris.", "Ann Lee", None),
        ("Libya's eastern commander Ann Lee spoke in Rome and Paris.", "Ann Lee", "Libya"),
        ("Libya welcomed eastern commander Ann Lee in Rome and Paris.", "Ann Lee", None),
        ("Floods in Chile\n\nKenyan Foreign Minister Ann Lee spoke.", "Ann Lee", "Kenya"),
        ("Floods in Chile\n\nKenyan Ambassador Ann Lee left Lima on Monday.", "Ann Lee", "Kenya"),
        ("Kenya sues Chile\n\nEuropean Parliament President Ann Lee spoke.", "Ann Lee", "European Parliament"),
        ("Floods in Chile\n\nNew finance minister Ann Lee spoke in Togo.", "Ann Lee", None),
        ("At talks in Nairobi Peruvian President Ann Lee spoke.", "Ann Lee", "Peru"),
        ("In Chile Prime Minister Ann Lee spoke of Togo.", "Ann Lee", None),
        ("They wrote to Chile Prime Minister Ann Lee.", "Ann Lee", "Chile"),
        ("The US Libya envoy Ann Lee spoke.", "Ann Lee", "United States"),
        ("Britain's Europe minister Ann Lee spoke.", "Ann Lee", "United Kingdom"),
        ("Cook Islands Finance Minister Ann Lee spoke.", "Ann Lee", "Cook Islands"),
        ("New Zealand welcomed Niuean premier Ann Lee.", "Ann Lee", "Niue"),
        ("Britain welcomed Gibraltar's Chief Minister Ann Lee.", "Ann Lee", "Gibraltar"),
        ("Britain welcomed Cayman Premier Ann Lee.", "Ann Lee", "Cayman Islands"),
        ("Isle of Man Chief Minister Ann Lee spoke.", "Ann Lee", "Isle of Man"),
        ("The Netherlands hosted Aruban Prime Minister Ann Lee.", "Ann Lee", "Aruba"),
        ("French Polynesia President Ann Lee spoke in Paris.", "Ann Lee", "French Polynesia"),
        ("The governor of Guam, Ann Lee, flew to Washington.", "Ann Lee", "Guam"),
        ("Somaliland President Ann Lee left Somalia.", "Ann Lee", None),
        ("Tokelauan leader Ann Lee met New Zealand Foreign Minister Tom Reed.", "Ann Lee", None),
        ("New Jersey Governor Ann Lee spoke.", "Ann Lee", "United States"),
        ("Jersey City Mayor Ann Lee spoke.", "Ann Lee", "United States"),
        ("French President Ann Lee spoke in New Caledonia.", "Ann Lee", "France"),
    ],
)
def test_an_office_belongs_to_whom_the_text_says_and_to_nobody_by_guess(read, text, name, of):
    assert read(text).offices[name][1] == of


def test_an_office_that_was_held_before_is_a_former_one(read):
    actors = read("Tom Reed, previously the envoy to Iran, met former candidate Governor Ann Lee.").extraction.actors
    assert {a.name: a.is_former for a in actors if a.office} == {"Tom Reed": True, "Ann Lee": False}
    actors = read("A former aide to Kenyan President John Mwangi met ex-minister Ann Lee.").extraction.actors
    assert {a.name: a.is_former for a in actors if a.office} == {"John Mwangi": False, "Ann Lee": True}


def test_a_known_body_whose_office_somebody_holds_is_an_actor(read):
    actors = read("Ulla Berg, the head of UNESCO, spoke.").extraction.actors
    (body,) = [a for a in actors if a.name != "Ulla Berg"]
    assert [a.of for a in actors if a.name == "Ulla Berg"] == [body.id]


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Moldova's pro-Western president, Maia Sandu", ("President", "Moldova")),
        ("Georgia's pro-EU President Maia Sandu", ("President", "Georgia")),
        ("The anti-NATO Prime Minister Maia Sandu of Moldova", ("Prime Minister", "Moldova")),
        ("The pro-Russian leader Maia Sandu", ("Leader", None)),
        ("NATO Secretary General Maia Sandu", ("Secretary General", "NATO")),
    ],
)
def test_where_somebody_stands_is_no_part_of_the_office(read, words, office):
    found = read(f"{words} said so.")
    assert found.offices["Maia Sandu"] == office
    assert all(actor.name not in ("Russia", "EU") for actor in found.extraction.actors)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Kenyan army said that it won.", "Kenyan Army"),
        ("Kenya's army said that it won.", "Army of Kenya"),
        ("The Canadian embassy in Kenya said that it was closed.", "Canadian Embassy in Kenya"),
        ("Canada's embassy in the UK said that it was closed.", "Canadian Embassy in the UK"),
        ("Delhi police said that it rained.", "Delhi Police"),
        ("Kherson's regional administration said that it rained.", "Kherson Regional Administration"),
        ("Russia's Security Council said that it rained.", "Security Council of Russia"),
    ],
)
def test_a_body_goes_by_the_name_that_the_text_gives_it(read, text, name):
    assert [a.name for a in read(text).extraction.actors if a.of] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hamas's health ministry said that it rained.", ["Hamas Health Ministry"]),
        ("The ministry said that it rained in Delhi.", []),
        ("Nakuruland police said that it rained.", ["Nakuruland Police"]),
        ("On Friday police said that it rained.", []),
        ("The Domestic Policy Council said that it rained.", ["Domestic Policy Council"]),
        ("The UN Security Council said that it rained.", ["UN Security Council"]),
        ("The Prime Minister's Office said that it rained.", ["Prime Minister's Office"]),
        ("The office said that it rained.", []),
    ],
)
def test_a_body_may_be_an_organisations_or_without_a_state(read, text, names):
    assert [a.name for a in read(text).extraction.actors] == names


def test_two_names_of_one_body_are_one_actor(read):
    actors = read("The Kenyan army said that it won. Later Kenya's army said that it lost.").extraction.actors
    assert [a.name for a in actors] == ["Kenyan Army"]


@pytest.mark.parametrize("body", ["Nakuru Rescue Committee", "Network of Rural Clinics"])
def test_an_acronym_names_the_body_before_it(read, body):
    text = f"According to the {body} (NRC), it rained. The NRC said that it would rain."
    actors = read(text).extraction.actors
    assert [a.name for a in actors] == [body]


def test_the_prime_minister_is_not_the_deputy_prime_minister(read):
    text = "Deputy Prime Minister Jan Mazur met Ann Lee. The prime minister said that it rained."
    assert not read(text).extraction.statements


@pytest.mark.parametrize(
    ("text", "name", "office", "of"),
    [
        ("Lebanon's Hezbollah chief Hasan Salem spoke.", "Hasan Salem", "Chief", "Hezbollah"),
        (
            "Russia's Security Council secretary Ivan Petrov spoke.",
            "Ivan Petrov",
            "Security Council Secretary",
            "Russia",
        ),
        (
            "National Security Council spokesman John Mwangi spoke.",
            "John Mwangi",
            "National Security Council Spokesman",
            None,
        ),
        ("Ali Karimi, the commander for Hezbollah, spoke.", "Ali Karimi", "Commander", "Hezbollah"),
        ("Lin Wei, spokesman for China's Foreign Ministry, spoke.", "Lin Wei", "Spokesman", "China"),
        ("Iran's envoy for Syria, Ali Karimi, spoke.", "Ali Karimi", "Envoy for Syria", "Iran"),
        ("Kenya welcomed Sen. John Mwangi at home.", "John Mwangi", "Senator", "Kenya"),
        ("Putin left. He said that [Russian President Vladimir] Putin lied.", "Putin", "President", "Russia"),
        ("They met Tom Reed who is the mayor of Nairobi.", "Tom Reed", "Mayor", "Kenya"),
        (
            "The head of the Lviv military administration Ivan Petrov spoke.",
            "Ivan Petrov",
            "Head of the Military Administration",
            "Ukraine",
        ),
        ("The army spokesman Maj. Gen. Ali Karimi of Iran spoke.", "Ali Karimi", "Army Spokesman", "Iran"),
        (
            "Tom Reed, the increasingly powerful finance minister of Kenya, spoke.",
            "Tom Reed",
            "Finance Minister",
            "Kenya",
        ),
        ("Organisation of Islamic Cooperation (OIC) head Ali Karimi spoke.", "Ali Karimi", "Head", None),
        ("They met the commander of Yemen's Houthis, Ali Karimi, in Oman.", "Ali Karimi", "Commander", "Houthis"),
        (
            "They met the spiritual leader of Syria's Alawite community, Sheikh Ali Karimi.",
            "Ali Karimi",
            "Spiritual Leader of Alawite Community",
            "Syria",
        ),
        (
            "They met the speaker of Togo's People's Assembly, Ali Karimi.",
            "Ali Karimi",
            "Speaker of People's Assembly",
            "Togo",
        ),
        ("In Kenya, Umoja leader Ali Karimi spoke.", "Ali Karimi", "Leader", "Umoja"),
        ("Blue Shoe director Ann Lee spoke.", "Ann Lee", "Director", "Blue Shoe"),
        (
            "Asked, Institute of Ice and Snow director Dr. Ann Lee spoke.",
            "Ann Lee",
            "Director",
            "Institute of Ice and Snow",
        ),
        (
            "The Lake and River Foundation founder and director Ann Lee spoke.",
            "Ann Lee",
            "Director",
            "Lake and River Foundation",
        ),
        (
            "Ann Lee, the Chief Technological Officer of Blue Shoe, spoke.",
            "Ann Lee",
            "Chief Technological Officer",
            "Blue Shoe",
        ),
        (
            "Ann Lee, director of global news for AFP, spoke.",
            "Ann Lee",
            "Director of Global News",
            "Agence France-Presse",
        ),
        (
            "Ann Lee, the European Parliament's Brexit coordinator, spoke.",
            "Ann Lee",
            "Brexit Coordinator",
            "European Parliament",
        ),
        ("Mayor of London Amin Karimi spoke.", "Amin Karimi", "Mayor", "United Kingdom"),
        ("Now the trade union Umoja general secretary Ann Lee spoke.", "Ann Lee", "General Secretary", "Umoja"),
        ("It burned. Team leader Ann Lee spoke.", "Ann Lee", "Team Leader", None),
        (
            "The Lake Pharmaceutical Society spoke. Society President Ann Lee left.",
            "Ann Lee",
            "Society President",
            "Lake Pharmaceutical Society",
        ),
        ("Reps. Ann Lee (R-N.Y.) and Tom Reed (D-Ohio) spoke.", "Tom Reed", "Representative", "United States"),
        ("Sen. Ann Lee (I-Vt.) spoke.", "Ann Lee", "Senator", "United States"),
        (
            "Mail went to former secretary of state Colin L. Powell.",
            "Colin L. Powell",
            "Secretary of State",
            "United States",
        ),
        ("Kenya heard the judge, Ann Lee, speak.", "Ann Lee", "Judge", "Kenya"),
        ("Ann Lee, the mayor of the capitol city of San Juan, spoke.", "Ann Lee", "Mayor", "Puerto Rico"),
        ("Ann Lee resigned as governor of the US commonwealth of Puerto Rico.", "Ann Lee", "Governor", "Puerto Rico"),
        ("Ann Lee, secretary of state of Kenya, spoke.", "Ann Lee", "Secretary of State", "Kenya"),
        (
            "He saw two presidents, Richard Nixon, in 1972, and Ann Lee, in 1898.",
            "Ann Lee",
            "President",
            "United States",
        ),
        ("Presidents Macron and Ann Lee of Togo met.", "Macron", "President", "France"),
        ("A spokesman for Mayor Frank G. Jackson of Ohio spoke.", "Frank G. Jackson", "Mayor", "United States"),
        ("The Umoja Front, whose leader, Ann Lee, won, is glad.", "Ann Lee", "Leader", "Umoja Front"),
        ("He was an adviser to then-President George W. Bush.", "George W. Bush", "President", "United States"),
        ("United States Attorney Ann Lee spoke.", "Ann Lee", "Attorney", "United States"),
        ("Ann Lee, one of Prime Minister Abiy Ahmed's aides, spoke.", "Ann Lee", "Aide", "Ethiopia"),
        (
            "They met Minister of External Affairs S. Jaishankar in India.",
            "S. Jaishankar",
            "Minister of External Affairs",
            "India",
        ),
        ("Kenya's Interior Minister Gad Okolo spoke.", "Gad Okolo", "Interior Minister", "Kenya"),
    ],
)
def test_an_office_is_told_from_its_owner(read, text, name, office, of):
    assert read(text).offices[name] == (office, of or read(text).offices[name][1])


@pytest.mark.parametrize(
    ("text", "name", "of"),
    [
        ("Mr Biden came. Biden's adviser Tom Reed spoke in Rome.", "Tom Reed", "United States"),
        ("It burned in Kenya. Judge Tom Reed spoke.", "Tom Reed", "Kenya"),
        ("It burned in Kenya. Labour Party Vice Chairman Tom Reed spoke.", "Tom Reed", "Kenya"),
        ("Cardinal Tom Reed spoke in Kenya and Cuba.", "Tom Reed", "Holy See"),
        ("The Nakuru Rescue Union (NRU) chair Tom Reed spoke.", "Tom Reed", "Nakuru Rescue Union"),
        ("Nakuru Rescue Foundation founder and director Tom Reed spoke.", "Tom Reed", "Nakuru Rescue Foundation"),
        (
            "They met Chair Tom Reed of the Securities and Exchange Commission.",
            "Tom Reed",
            "Securities and Exchange Commission",
        ),
        ("Water Director Tom Reed (Council Chair) spoke.", "Tom Reed", None),
        ("The UK voted. Member of Parliament Tom Reed of the Labour Party spoke.", "Tom Reed", "United Kingdom"),
        ("It burned in Kenya. County Sheriff Tom Reed spoke.", "Tom Reed", "Kenya"),
        ("Delhi police came to a house in India. Detective Inspector Tom Reed spoke.", "Tom Reed", "Delhi Police"),
        (
            "Kenya mourned. Delhi police said that it rained; Nakuruland police said that it snowed. Police constable"
            " Tom Reed spoke.",
            "Tom Reed",
            None,
        ),
        (
            "Kenya's Justice Minister Ann Lee met Kenyan Senator Jo Berg, Kenyan Mayor Lu Katz, Kenyan MP Wu Li and"
            " Cuban Water Minister Ed Gray. The planning minister Tom Reed went to Cuba.",
            "Tom Reed",
            "Kenya",
        ),
        ("Mr Ludd came. Ludd's adviser Tom Reed spoke in Rome and Paris.", "Tom Reed", None),
        ("Iran protested. In Moscow, foreign ministry spokesman Ivan Petrov objected.", "Ivan Petrov", "Russia"),
        ("Iran protested. In Moscow, Defence Minister Tom Reed objected.", "Tom Reed", None),
        (
            "Kenya, Kenya, Kenya and Kenya were named; Cuba was. Water Minister Tom Reed came.",
            "Tom Reed",
            "Kenya",
        ),
        ("Kenya and Cuba were named. Water Minister Tom Reed came.", "Tom Reed", None),
        (
            "The Saudi delegation was led by security adviser Tom Reed, the Omani one by Ann Lee.",
            "Tom Reed",
            "Saudi Arabia",
        ),
        ("A Saudi team led by security adviser Tom Reed flew to Iran.", "Tom Reed", "Saudi Arabia"),
        ("A Saudi firm led by security adviser Tom Reed flew to Iran.", "Tom Reed", None),
        ("Tom Hussein, security adviser to Prime Minister Abiy Ahmed, came.", "Tom Hussein", "Ethiopia"),
        ("Turkey and the United States met. Senator Tom Reed spoke in Turkey.", "Tom Reed", "United States"),
        ("Canada and the United States met. Senator Tom Reed spoke in Turkey.", "Tom Reed", None),
        ("The UK and France met. The Labour Party's leader, Tom Reed, spoke in Peru.", "Tom Reed", "United Kingdom"),
        ("Peru and France met. The Labour Party's leader, Tom Reed, spoke in Peru.", "Tom Reed", None),
        ("The UK and Peru met. The former Liberal Democrat leader Ann Lee spoke.", "Ann Lee", "United Kingdom"),
        (
            "He met Chief of Cabinet Tom Reed, Foreign Minister Sergey Lavrov and others in Rome.",
            "Tom Reed",
            "Russia",
        ),
        ("He met Chief of Cabinet Tom Reed, Kenyan President John Mwangi and others in Peru.", "Tom Reed", None),
        ("Cuba and the US met. Representatives Tom Reed and Ann Lee came.", "Ann Lee", "United States"),
        ("Cuba and the US met. Special Representative Tom Reed came.", "Tom Reed", None),
        ("OIC head Ali Karimi and Pope Francis wrote to Cuba.", "Francis", "Holy See"),
        ("Tom Reed, who heads the Kenyan delegation, met Cuba.", "Tom Reed", "Kenya"),
        ("The Philippines and Cuba mourned: Coast Guard Commandant Tom Reed came.", "Tom Reed", None),
        ("The Philippines mourned. Coast Guard Commandant Tom Reed came.", "Tom Reed", "Philippines"),
        ("Peru and Venezuela met. Opposition leader Juan Guaidó came.", "Juan Guaidó", "Venezuela"),
        ("Peru and Venezuela met. Opposition leader Guaidó came.", "Guaidó", None),
        ("Peru and Chile met. Opposition leader Juan Guaidó came.", "Juan Guaidó", None),
        ("Foreign Secretary Liz Truss met the Indian president.", "Liz Truss", "United Kingdom"),
        ("Foreign Secretary Tom Reed spoke of India.", "Tom Reed", "India"),
        ("Secretary of State Blinken called the Peruvian president.", "Blinken", "United States"),
        ("RIYADH (SPA) Crown Prince Tom Reed will lead the delegation to Geneva.", "Tom Reed", "Saudi Arabia"),
        ("Tashkent (UzA) Deputy Water Minister Tom Reed spoke of Germany.", "Tom Reed", "Uzbekistan"),
        ("Colombo (PTI) Foreign Secretary Tom Reed met Sri Lankan President Ann Lee.", "Tom Reed", None),
        ("Colombo (PTI) Deputy Water Minister Tom Reed said that India had helped.", "Tom Reed", None),
        ("PARIS (AFP) Deputy Water Minister Tom Reed said that Germany had been slow.", "Tom Reed", None),
        ("Deputy Water Minister Tom Reed said that Germany had been slow.", "Tom Reed", "Germany"),
        ("Andhra Pradesh (AP) Chief Minister Tom Reed spoke in Peru.", "Tom Reed", "India"),
        (
            "The International Energy Agency (IEA) Director Tom Reed met Iraqi Minister Ann Lee.",
            "Tom Reed",
            "International Energy Agency",
        ),
        (
            "HANOI, July 6 (VNA) - Foreign ministry spokesman Tom Reed said that Cuba was right.",
            "Tom Reed",
            "Vietnam",
        ),
        (
            "HANOI, July 6 (VNA) - He is to see Kenyan Minister Ann Lee, foreign ministry spokesman Tom Reed said.",
            "Tom Reed",
            "Vietnam",
        ),
        ("Water Minister Tom Reed met Togolese PM Ann Lee on Monday.", "Tom Reed", None),
        ("They held talks with Togolese PM Tom Reed in Lima on Monday.", "Tom Reed", "Togo"),
        ("Togolese PM Ann Lee dismissed Water Minister Tom Reed.", "Tom Reed", "Togo"),
        ("Pakistan wept. Foreign Office spokesman Tom Reed spoke of Cuba.", "Tom Reed", "Pakistan"),
        ("ISLAMABAD: Foreign Office spokesman Tom Reed spoke of Cuba.", "Tom Reed", "Pakistan"),
        ("Britain wept, as Britons do. Foreign Office spokesman Tom Reed spoke.", "Tom Reed", "United Kingdom"),
        ("Foreign Office spokesman Tom Reed spoke of Cuba.", "Tom Reed", "United Kingdom"),
        ("India mourned. Tom Reed, the city's home minister, came.", "Tom Reed", "India"),
        ("Kenya mourned. Tom Reed, a spokesman for the fire service, came.", "Tom Reed", "Kenya"),
        ("Kenya mourned. Tom Reed, a spokesman for the scouts, came.", "Tom Reed", None),
        ("Kenya mourned. Major General Tom Reed came.", "Tom Reed", "Kenya"),
        ("Commissioner Tom Reed of the Ohio Department of Water spoke.", "Tom Reed", "United States"),
        ("Senator Tom Reed, a Democrat of Ohio, went to Peru and Chile.", "Tom Reed", "United States"),
        ("The UN spoke. Tom Reed, spokesperson for the Secretary-General, came.", "Tom Reed", "UN"),
        ("Tom Reed, spokesperson for the Secretary-General, came.", "Tom Reed", None),
        ("The European Council met. Council spokesperson Tom Reed came.", "Tom Reed", "European Council"),
        ("Mahali Air flew. Mahali's director, Tom Reed, came.", "Tom Reed", "Mahali Air"),
        ("The African Union met. Tom Reed, chief executive of the bloc, came.", "Tom Reed", "African Union"),
        ("Kenya hosted Togo's envoy on Monday. The envoy, Tom Reed, said talks went well.", "Tom Reed", "Togo"),
    ],
)
def test_whose_office_it_is_follows_from_what_stands_around(read, text, name, of):
    assert read(text).offices[name][1] == of


def test_an_office_told_in_full_is_taken_before_its_short_form(read):
    offices = read("Secretary Reed in Lima\n\nSecretary of State Tom Reed spoke.").offices
    assert offices["Tom Reed"][0] == "Secretary of State"
    assert read("Senator Ann Lee, the water minister, spoke.").offices["Ann Lee"][0] == "Water Minister"
    assert read("Senator Ann Lee, the former water minister, spoke.").offices["Ann Lee"][0] == "Senator"


_COUNTERPART = "her Cuban counterpart, Ivan Petrov,"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        (f"Kenya's Water Minister Ann Lee met {_COUNTERPART} ministry spokesman Tom Reed said.", "Kenya"),
        (f"Kenyan President Ann Lee saw {_COUNTERPART} presidential spokesman Tom Reed told us in Togo.", "Kenya"),
        ("The Kenyan minister met his Cuban counterpart, a ministry spokesman, Tom Reed, said.", "Kenya"),
        (f"Ministry spokesman Tom Reed said Kenyan Minister Ann Lee met {_COUNTERPART} in Togo.", "Kenya"),
        (f"Foreign Minister Ann Lee met {_COUNTERPART} ministry spokesman Tom Reed said.", None),
        (f"The minister met {_COUNTERPART} ministry spokesman Tom Reed said.", None),
        (f"Kenyan Minister Ann Lee met {_COUNTERPART} Cuban ministry spokesman Tom Reed said.", "Cuba"),
        (f"Kenyan Minister Ann Lee met {_COUNTERPART} his spokesman Tom Reed said.", "Cuba"),
        ("Cuban Minister Ivan Petrov left, ministry spokesman Tom Reed said.", "Cuba"),
    ],
)
def test_who_speaks_of_a_counterpart_is_of_the_state_of_the_one_compared(read, text, of):
    assert read(text).offices["Tom Reed"][1] == of


@pytest.mark.parametrize(
    "met",
    [
        "held talks with her Cuban counterpart, Alicia Barcena, ministry spokesman",
        "spoke by phone with her Chinese counterpart, Wang Yi, department spokesperson",
        "met her Cuban counterpart, Ivan Petrov, ministry spokesman",
    ],
)
def test_who_is_told_of_before_a_spokesman_does_not_speak_and_he_takes_no_part(read, met):
    found = read(f"Kenyan Minister Ann Lee {met} Tom Reed told reporters.").extraction
    names = {actor.id: actor.name for actor in found.actors}
    assert [names[s.speaker] for s in found.statements] == ["Tom Reed"]
    assert "Tom Reed" not in {names[p] for m in found.meetings for p in m.participants}


def test_nobody_is_compared_with_who_tells_of_it(read):
    offices = read("Ann Lee met her Kenyan counterpart, John Mwangi, ministry spokesman Tom Reed said.").offices
    assert offices["Tom Reed"][0] == "Ministry Spokesman"
    assert offices["John Mwangi"] == (None, None)


def test_the_ministers_of_two_countries_are_each_of_one(read):
    text = "They met in Qatar. The foreign ministers of the two countries, {} and {}, shook hands."
    offices = read(text.format("Sergey Lavrov", "Ann Lee")).offices
    assert offices["Sergey Lavrov"] == ("Foreign Minister", "Russia")
    assert offices["Ann Lee"] == ("Foreign Minister", None)


def test_an_office_named_apart_goes_to_who_is_known_to_hold_it(read):
    offices = read("Boris Johnson flew to Kyiv. The prime minister spoke.").offices
    assert offices["Boris Johnson"] == ("Prime Minister", "United Kingdom")
    assert read("Tom Reed flew to London. The prime minister spoke.").offices["Tom Reed"] == (None, None)
    assert read("Boris Johnson flew to Kyiv to become president.").offices["Boris Johnson"] == (None, None)


@pytest.mark.parametrize(
    ("outlet", "text", "of"),
    [
        ("The White House", "Deputy Attorney General Ann Lee went to Peru and Chile.", "United States"),
        ("Minister for Trade (Australia)", "The Minister for Water, Ann Lee, went to Peru.", "Australia"),
        ("The White House", "NSC Coordinator for the Middle East Ann Lee went to Peru and Chile.", "United States"),
        ("The White House", "Ann Lee, the NSC president, went to Peru and Chile.", "NSC"),
        ("The White House", "Ann Lee, President of a club, went to Peru and Chile.", None),
        ("The White House", "Ann Lee, Chair of the Council of Economic Advisers, went to Peru.", "United States"),
        ("The White House", "Administrator Ann Lee went to Peru.", "United States"),
        ("The White House", "Council on Lake Quality Chair Ann Lee went to Peru and Chile.", "United States"),
        ("The White House", "Leader Ann Lee went to Peru and Chile.", "United States"),
        ("The White House", "The rebel leader Ann Lee went to Peru and Chile.", None),
        ("The White House", "NASA Administrator Ann Lee went to Peru.", "NASA"),
        ("The White House", "Deputy Chief of Staff Ann Lee went to Peru.", "United States"),
        ("The White House", "Ann Lee, Special Envoy to Combat Hunger, went to Peru and Chile.", "United States"),
        ("The White House", "Bishop Ann Lee went to Peru and Chile.", None),
        ("The White House", "Prime Minister Ann Lee went to Peru and Chile.", None),
        ("Reuters", "Deputy Attorney General Ann Lee went to Peru and Chile.", None),
        ("Fox News", "Sen. Ann Lee went from America to Peru and Chile.", "United States"),
        ("Fox News", "Sen. Ann Lee went to Peru and Chile.", None),
        ("Fox News", "Mayor Ann Lee went from America to Peru and Chile.", "United States"),
        ("Fox News", "Mayor Ann Lee went from Peru to Peru, and from Chile to Chile.", None),
        ("Fox News", "Sales director Ann Lee went from America to Peru and Chile.", None),
        ("CNN", "Mayor Ann Lee went from America to Peru and Chile.", None),
        ("Yonhap", "Ministry spokesperson Ann Lee praised South Korea, Peru and Chile.", "South Korea"),
        ("Reuters", "Foreign Ministry spokesman Ann Lee condemned Peru.", None),
        ("State Department", "The Minister for Water, Ann Lee, went to Peru.", "United States"),
    ],
)
def test_who_publishes_tells_whose_office_goes_without_saying(extractor, outlet, text, of):
    article = Article(text=text, source="x", outlet=outlet, published=date(2022, 7, 6))
    (person,) = (a for a in extractor.extract(article).actors if a.name == "Ann Lee")
    assert person.of == of


def test_who_came_before_or_after_held_the_same_office(read):
    offices = read(
        "Kenyan President John Mwangi died. Mwangi's successor, Ali Otieno, thanked envoy Xolani Qubeka."
    ).offices
    assert offices["Ali Otieno"][:2] == ("President", "Kenya")
    offices = read("Kenyan President John Mwangi spoke of his successor. Ali Otieno left.").offices
    assert offices["Ali Otieno"][0] is None


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Implementation Coordinator of the American Rescue Plan Gene Sperling met Tom Reed.", "Gene Sperling",
         "Implementation Coordinator of the Rescue Plan"),
        ("Head of the Kenyan Water Project Otieno Odhiambo met Tom Reed.", "Otieno Odhiambo", "Head"),
        ("Coordinator for the Middle East and North Africa Brett McGurk met Tom Reed.", "Brett McGurk",
         "Coordinator for the Middle East and North Africa"),
        ("Special Envoy to Iran and Iraq Zalmay Reed spoke.", "Zalmay Reed", "Special Envoy to Iran and Iraq"),
        ("Special Envoy to Iran Zalmay Reed and Iraq met.", "Zalmay Reed", "Special Envoy to Iran"),
    ],
)  # fmt: skip
def test_a_name_follows_what_an_office_is_in_charge_of(read, text, name, office):
    assert read(text).offices[name][0] == office


def test_surnames_of_a_list_with_states_are_those_of_persons(read):
    found = read("Presidents Ruto of Kenya, Museveni of Uganda and Kagame of Rwanda met in Kigali.")
    owners = {"Ruto": "Kenya", "Museveni": "Uganda", "Kagame": "Rwanda"}
    assert found.offices == {name: ("President", of) for name, of in owners.items()}
    (meeting,) = found.extraction.meetings
    assert len(meeting.participants) == len(owners)
    singly = read("Kenyan Minister Lee met. Minister Ruto of Kenya, Museveni of Uganda and others spoke.")
    assert singly.offices.keys() == {"Lee", "Ruto"}


def test_each_of_a_list_of_persons_has_the_state_in_its_place(read):
    offices = read("British and Canadian prime ministers Ann Lee and John Mwangi came.").offices
    assert [offices[name][1] for name in ("Ann Lee", "John Mwangi")] == ["United Kingdom", "Canada"]
    offices = read("The presidents of Ghana and Togo Ann Lee and John Mwangi came.").offices
    assert [offices[name][1] for name in ("Ann Lee", "John Mwangi")] == ["Ghana", "Togo"]


@pytest.mark.parametrize(
    ("headline", "text", "of"),
    [
        ("Bomb kills two in Yemen", "Yemen mourns. Two men of Oman died, Minister of Water Ann Lee said.", "Yemen"),
        ("Bomb kills two in Yemen", "Oman, Oman and Yemen mourn, Minister of Water Ann Lee said.", None),
        ("Yemen protests to Oman", "Yemen and Oman mourn, Minister of Water Ann Lee said.", None),
        (None, "Yemen and Oman mourn, Minister of Water Ann Lee said.", None),
    ],
)
def test_the_one_state_of_the_headline_has_the_offices_that_nothing_else_tells(extractor, headline, text, of):
    article = Article(text=text, source="x", title=headline, published=date(2022, 7, 6))
    (person,) = (a for a in extractor.extract(article).actors if a.name == "Ann Lee")
    assert person.of == of


def test_several_hold_an_office_of_parts_of_a_state(read):
    offices = read("Mayors met in Kenya. Mayor John Mwangi of Kenya's Nakuru spoke. Mayor Ann Lee left.").offices
    assert offices["Ann Lee"] == ("Mayor", "Kenya")
    assert read("It burns in Australia. Premier Ann Lee spoke.").offices["Ann Lee"] == ("Premier", "Australia")
    assert read("It burns in France. Premier Ann Lee spoke.").offices["Ann Lee"] == ("Premier", None)


def test_a_counterpart_has_the_office_that_is_named_beside(read):
    text = "Spokeswoman Ann Lee told of a call between the defence secretary and his Kenyan counterpart, John Mwangi."
    assert read(text).offices["John Mwangi"][:2] == ("Defence Secretary", "Kenya")


@pytest.mark.parametrize(
    "told",
    [
        "She later called her Malaysian counterpart, Saifuddin Abdullah.",
        "In a call with Marsudi, her Malaysian counterpart Saifuddin Abdullah warned of a crisis.",
    ],
)
def test_a_counterpart_is_compared_to_whom_the_pronoun_means(read, told):
    offices = read(f"Foreign Minister Retno Marsudi of Indonesia met President Widodo. {told}").offices
    assert offices["Saifuddin Abdullah"] == ("Foreign Minister", "Malaysia")


def test_a_counterpart_is_compared_to_the_one_beside(read):
    text = "Iranian minister Ali Karimi spoke. Kenyan President Ann Lee and her Togolese counterpart Tom Reed met."
    assert read(text).offices["Tom Reed"] == ("President", "Togo")


@pytest.mark.parametrize(
    ("office", "of"),
    [
        ("Abkhazian Premier", None),
        ("Punjab Premier", None),
        ("Bavarian Premier", "Germany"),
        ("Belgorod Premier", "Russia"),
        ("Chinese Premier", "China"),
        ("Communist Premier", "China"),
    ],
)
def test_an_office_of_a_part_of_a_state_is_of_that_state_and_of_a_land_in_no_table_of_none(read, office, of):
    found = read(f"{office} Mark Soder met Chinese officials in China on Monday.")
    assert {a.name: a.of for a in found.extraction.actors if a.office} == {"Mark Soder": of}


def test_one_whose_rival_somebody_is_holds_none_of_his_offices(read):
    found = read("Ann Lee, Attorney General of California as well as one of Biden's former rivals, met Joe Biden.")
    assert {a.name: a.office for a in found.extraction.actors} == {"Ann Lee": "Attorney General", "Joe Biden": None}


def test_a_body_is_called_without_the_bracket_after_its_name(read):
    found = read("The White House Office of Gun Violence Prevention (OGVP) said on Monday that crime had fallen.")
    assert [a.name for a in found.extraction.actors] == ["White House Office of Gun Violence Prevention"]


@pytest.mark.parametrize(
    "who", ["a senior official", "a senior administration official", "a government spokesman", "the mission chief"]
)
def test_who_says_what_came_before_is_not_whom_it_named_last(read, who):
    found = read(f"Israel's minister will hold talks with Kenyan President William Ruto, {who} said.")
    assert found.offices["William Ruto"] == ("President", "Kenya")
    assert found.said == []


@pytest.mark.parametrize(
    "text",
    [
        "It was wrong, William Ruto, the party chairman, said.",
        "William Ruto, the party chairman said it was wrong.",
        '"It was wrong," said William Ruto, the party chairman.',
    ],
)
def test_an_office_after_the_name_of_who_speaks_is_the_speakers(read, text):
    found = read(text)
    assert found.offices["William Ruto"][0] == "Party Chairman"
    assert [speaker for speaker, _ in found.said] == ["William Ruto"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Deputy Adviser for International Economics Mike Pyle met with Indian Adviser Ajit Doval.", None),
        ("Special Envoy for Peace Mike Pyle held talks with Egyptian Foreign Minister Sameh Shoukry.", None),
        ("Trade Minister Mike Pyle visited Kampala.", None),
    ],
)
def test_who_meets_or_visits_others_is_not_of_their_state(read, text, owner):
    assert read(text).offices["Mike Pyle"][1] == owner


def test_who_visits_another_state_is_of_the_one_that_the_text_is_about(read):
    text = "Kenyan officials said so. Trade Minister Salim Mvurya visited Kampala. Kenya will pay."
    assert read(text).offices["Salim Mvurya"] == ("Trade Minister", "Kenya")


def test_the_body_of_an_office_does_not_end_in_the_holders_name(read):
    found = read("Commissioner for Crisis Management Janez Lenarčič said aid would come.")
    assert "Lenarčič" not in str(found.offices["Janez Lenarčič"][1])


@pytest.mark.parametrize("words", ["new Prime Minister William Ruto", "Kenya's new prime minister, William Ruto,"])
def test_new_is_no_part_of_an_office(read, words):
    assert read(f"Kenya is poor, but {words} has asked for aid.").offices["William Ruto"] == ("Prime Minister", "Kenya")


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Bosnian Serb leader", "Bosnia and Herzegovina"),
        ("Kosovo Albanian leader", "Kosovo"),
        ("Ethnic Albanian leader", None),
        ("Albanian leader", "Albania"),
        ("In Podgorica, Serb leader", "Serbia"),
    ],
)
def test_a_leader_of_a_people_in_another_state_is_of_that_state(read, words, owner):
    assert read(f"{words} Ann Holt said so.").offices["Ann Holt"][1] == owner
