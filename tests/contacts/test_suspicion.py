"""Spam is set aside, and no request that a client could send is."""

import time
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.suspicion import POINTS, THRESHOLD, WORDS, Circumstances, Sign
from contacts.suspicion import is_suspected as suspects
from contacts.suspicion import score as points_of
from contacts.suspicion import signs as signs_of

ORDINARY = Circumstances(seconds=74)


def words(**values):
    """Return the words of a short and honest request; values replace them."""
    return {
        "company": "Beispiel GmbH",
        "name": "Erika Muster",
        "email": "muster@beispiel.example",
        "role_title": "Data Engineer",
        "location": "Hamburg",
        "message": "",
    } | values


DESCRIPTION = """\
Über uns
Die Nordlicht Energie AG betreibt Windparks in Schleswig-Holstein und Dänemark. Rund 800 Menschen \
arbeiten bei uns an sauberem Strom. Unser Team „Digitale Sichtbarkeit“ sucht Verstärkung.

Deine Aufgaben
- Du entwickelst unsere SEO-Strategie weiter, technisch wie inhaltlich.
- Du baust Backlinks auf und wertest sie aus (Ahrefs, Sistrix, Google Search Console).
- Du begleitest Gastartikel, Kampagnen in Suchmaschinen (SEA) und Social Media.
- Du arbeitest mit dem Team Webdesign an Ladezeiten, Core Web Vitals und Barrierefreiheit.

Dein Profil
- Mehrjährige Erfahrung als SEO Manager (m/w/d), gern in einem Unternehmen mit mehreren Marken.
- Du kannst HTML, CSS und ein wenig Python; organic traffic ist für Dich keine Zauberei.
- Sehr gutes Deutsch und gutes Englisch.

Wir bieten
- 30 Tage Urlaub, Tarifvertrag, Deutschlandticket, Kantine mit Blick aufs Wasser.
- Zwei Tage in der Woche im Büro, sonst wo Du willst.

Mehr über uns: https://www.nordlicht.example/karriere und https://www.kununu.com/de/nordlicht,
Bilder auf https://www.instagram.com/nordlicht und https://www.youtube.com/@nordlicht.
Datenschutz: https://nordlicht.example/datenschutz

"""

HONEST = {
    "as short as it gets": words(role_title="", location=""),
    "one word": words(message="Rückruf?"),
    "callback": words(
        message="Bitte um Rückruf unter 040 / 22 85 95-570, am besten ab 14 Uhr. MfG"
    ),
    "numbers": words(
        message="Tel. +49 (0)171 1234567, Budget 80-95 T€, Start 01.04.2027, 2 Stellen"
    ),
    "polite": words(
        name="Dr. Jürgen Groß-Öhlmann",
        company="Großküchen & Söhne GmbH & Co. KG",
        message="Sehr geehrte Damen und Herren,\n\nüber Google bin ich auf Ihre Website gestoßen. "
        "Wir suchen zum nächstmöglichen Zeitpunkt Unterstützung.\n\nMit freundlichen Grüßen",
    ),
    "Polish": words(
        name="Małgorzata Wójcik-Żółkiewska",
        company="Łódź Software Sp. z o.o.",
        location="Wrocław",
        message="Dzień dobry, szukamy inżyniera danych do zespołu we Wrocławiu. Proszę o kontakt.",
    ),
    "Turkish": words(
        name="Çağla Işıkoğlu",
        company="Yıldız Lojistik",
        location="İstanbul / Köln",
        message="Wir suchen einen DevOps Engineer für Köln, Türkisch ist kein Muss.",
    ),
    "Vietnamese": words(name="Nguyễn Thị Hồng Ngọc", company="Phở & Code GmbH"),
    "own script": words(
        company="株式会社日立製作所 ハンブルク支店",
        name="Müller",
        message="Wir suchen eine Entwicklerin mit Erfahrung in Embedded Linux.",
    ),
    "English": words(
        name="James O'Neill",
        company="Harbour Analytics Ltd.",
        message="Dear Sir or Madam, I found your website and we are looking for two ML engineers "
        "in Berlin. Could you please send us an offer? Best regards, James",
    ),
    "job ad": words(
        message="Hier die Anzeige: https://www.stepstone.de/stellen--data-engineer-1.html"
    ),
    "own job ad": words(
        message="Die Stelle steht unter https://karriere.beispiel.example/jobs/17?utm_source=mail."
    ),
    "one foreign page": words(email="kern@gmx.de", message="Wir sind www.kern-soehne.example."),
    "four ads": words(
        message="Vier Stellen:\nhttps://beispiel.example/jobs/1\nhttps://www.linkedin.com/jobs/2\n"
        "https://beispiel.jobs.personio.de/job/3\nhttps://www.xing.com/jobs/4"
    ),
    "three ads on a site of one's own": words(
        email="kern@t-online.de",
        message="kern-soehne.example: https://kern-soehne.example/1 https://kern-soehne.example/2 "
        "https://kern-soehne.example/3",
    ),
    "company by its address": words(
        company="www.autohaus-meier.example", email="meier@t-online.de"
    ),
    "company with a dot": words(company="Check24.de / Auto1.com Group", role_title="Node.js/React"),
    "ad in the title": words(role_title="https://jobs.beispiel.example/data-engineer"),
    "SEO Manager": words(
        role_title="SEO Manager",
        message="SEO Manager mit Schwerpunkt Backlinks und Linkbuilding für unser Webdesign-Team.",
    ),
    "pasted description": words(
        company="Nordlicht Energie AG",
        email="hr@nordlicht.example",
        role_title="SEO Manager (m/w/d)",
        message=(DESCRIPTION * 3)[:4000],
    ),
    "casino": words(
        company="Spielbank Nord GmbH",
        role_title="Backend Developer Online-Casino",
        message="Für unser Online-Casino (Slots, Sportwetten) suchen wir Verstärkung in Go.",
    ),
    "crypto": words(
        company="Kettenwerk GmbH",
        role_title="Blockchain Engineer",
        message="Wir verwahren Bitcoin, Ethereum und USDT für Investoren. Gesucht: Rust, Kafka. "
        "Dear Sirs, an English speaker is just as welcome.",
    ),
    "growth": words(
        company="Shopwerk GmbH",
        role_title="Growth Marketing Manager",
        message="You make 3 releases a week and improve search rankings, organic traffic and sales. "
        "Customers order online; free returns, high returns rate. You own email lists, opt-out and "
        "unsubscribe flows, guest posts and sponsored posts, and our special offers for a limited "
        "time. Click here to apply: https://shopwerk.example/jobs/1. Improve your skills with us.",
    ),
    "quant": words(
        company="Elbe Capital GmbH",
        role_title="Quant Developer",
        message="Pricing of risk-free rates, forex and crypto, high profits for investors, loans. "
        "Boost your career: earn a bonus, make an impact.",
    ),
    "lending": words(
        company="Hanse Kredit AG",
        role_title="Data Scientist Scoring",
        message="Modelle für Kredite und Loans: Zinssatz, Ausfallrisiko, Investments, Reporting.",
    ),
    "agreed with several": words(
        message="Wir suchen drei Leute. Bitte um Angebot, gern mit Honorar. Danke und viele Grüße"
    ),
}


@pytest.mark.parametrize("said", HONEST.values(), ids=HONEST)
@pytest.mark.parametrize(
    "circumstances",
    [
        ORDINARY,
        Circumstances(seconds=3),
        Circumstances(seconds=None),  # a browser without scripts, a restored tab
        Circumstances(seconds=-3480),  # the clock went back an hour meanwhile
        Circumstances(seconds=9 * 86_400),  # a tab left open over the holidays
        Circumstances(seconds=40, from_address=10, from_network=30),  # a trade fair
        Circumstances(seconds=40, to_recipient=12),  # twelve vacancies on one day
        Circumstances(seconds=40, same_message=1),  # a colleague sent it too
    ],
    ids=str,
)
def test_honest_request_is_never_suspected(said, circumstances):
    found = signs_of(said, circumstances)

    assert not suspects(found), found


@pytest.mark.parametrize("said", HONEST.values(), ids=HONEST)
def test_honest_request_is_a_sign_away_from_suspicion(said):
    assert points_of(signs_of(said, ORDINARY)) <= 2


SPAM = {
    "links": words(
        message="Check this http://pills.example/a http://casino.example/b http://loans.example/c"
    ),
    "name": words(name="You won $ 5000 https://bit.ly/3xyz", message="Hi"),
    "name by a shortener": words(name="Anna t.me/anna_hot"),
    "company": words(company="Best offers at www.cheap-pills.example today"),
    "forum code": words(message="Nice page! [url=http://spam.example]watches[/url]"),
    "HTML": words(message='Great <a href="http://spam.example">replica bags</a>, thank you'),
    "Cyrillic": words(
        company="google",
        name="JamesBop",
        message="Продвижение сайтов в поисковых системах, недорого и с гарантией результата.",
    ),
    "Chinese": words(message="我们提供最优惠的价格和最好的服务,请联系我们,谢谢您的时间。"),
    "letters of mathematics": words(message="𝐁𝐮𝐲 𝐟𝐨𝐥𝐥𝐨𝐰𝐞𝐫𝐬 𝐚𝐧𝐝 𝐥𝐢𝐤𝐞𝐬 𝐟𝐨𝐫 𝐲𝐨𝐮𝐫 𝐜𝐡𝐚𝐧𝐧𝐞𝐥"),
    "search engine": words(
        message="Hi there, we offer SEO services and can bring you to the first page of Google. "
        "Increase your traffic today! Reply for a free quote."
    ),
    "search engine in German": words(
        message="Guten Tag, wir bieten Ihnen Backlinks von starken Seiten und bringen Sie auf die "
        "erste Seite bei Google. Mehr Besucher für Ihre Website!"
    ),
    "crypto": words(
        message="Dear friend, our crypto platform pays guaranteed profits. Earn $500 a day with "
        "bitcoin, risk-free."
    ),
    "loan": words(
        message="We offer loans from 5,000 to 10 million dollars at 2 % interest, no credit check. "
        "Act now."
    ),
    "guest post": words(
        message="I would love to place an article on your site. We provide high-quality guest post "
        "content. What do you charge for a sponsored post on your blog?"
    ),
    "casino": words(
        message="Best online casino! Free spins and free bonus for the first 100 players. "
        "https://casino.example"
    ),
    "own domain in front": words(
        name="Gewinn https://beispiel.example@spam.example/x",
    ),
}


@pytest.mark.parametrize("said", SPAM.values(), ids=SPAM)
def test_spam_is_suspected_by_its_words_alone(said):
    assert suspects(signs_of(said, ORDINARY))


@pytest.mark.parametrize(
    ("circumstances", "sign"),
    [
        (Circumstances(seconds=60, trap="https://spam.example"), Sign.TRAP),
        (Circumstances(seconds=60, trap=" x "), Sign.TRAP),
        (Circumstances(seconds=60, from_address=11), Sign.FROM_ADDRESS),
        (Circumstances(seconds=60, from_network=31), Sign.FROM_NETWORK),
        (Circumstances(seconds=60, to_recipient=13), Sign.FLOOD),
    ],
    ids=str,
)
def test_sending_alone_can_be_enough(circumstances, sign):
    found = signs_of(words(), circumstances)

    assert found == (sign,)
    assert suspects(found)


@pytest.mark.parametrize(
    ("circumstances", "found"),
    [
        (Circumstances(seconds=60), ()),
        (Circumstances(seconds=60, trap=" \n"), ()),
        (Circumstances(seconds=3), ()),
        (Circumstances(seconds=-0.2), ()),
        (Circumstances(seconds=-3600), ()),
        (Circumstances(seconds=10_000_000), ()),
        (Circumstances(seconds=inf), ()),
        (Circumstances(seconds=nan), ()),
        (Circumstances(seconds=60, from_address=10, from_network=30, to_recipient=3), ()),
        (Circumstances(), (Sign.NO_TIME,)),
        (Circumstances(seconds=60, to_recipient=4), (Sign.TO_RECIPIENT,)),
        (Circumstances(seconds=60, to_recipient=12), (Sign.TO_RECIPIENT,)),
    ],
    ids=str,
)
def test_sending_alone_is_mostly_not_enough(circumstances, found):
    assert signs_of(words(), circumstances) == found
    assert not suspects(found)


@pytest.mark.parametrize(
    ("message", "others", "found"),
    [
        ("x" * 60, 1, (Sign.REPEATED,)),
        ("x" * 60, 2, (Sign.SPREAD,)),
        ("x" * 60, 0, ()),
        ("x" * 59 + " 0171 1234567!", 9, ()),
        ("Bitte um Rückruf.", 9, ()),
        ("", 9, ()),
    ],
)
def test_same_message_counts_when_it_is_long(message, others, found):
    assert signs_of(words(message=message), Circumstances(seconds=60, same_message=others)) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"name": "https://spam.example"}, (Sign.LINK_IN_NAME,)),
        ({"company": "Foo www.spam.example"}, (Sign.LINK_IN_NAME,)),
        ({"company": "https://spam.example/win/money"}, (Sign.LINK_IN_NAME,)),
        ({"company": "https://foo.example/"}, ()),
        ({"company": "Foo, WWW.Beispiel.example"}, ()),
        ({"name": "Muster, https://mail.beispiel.example"}, ()),
        ({"name": "Muster, https://beispiel.example.spam.example"}, (Sign.LINK_IN_NAME,)),
        ({"name": "https://notbeispiel.example"}, (Sign.LINK_IN_NAME,)),
        ({"name": "www.beispiel.example", "email": "x@mail.beispiel.example"}, ()),
        ({"name": "start.me/anna, anna@www.example"}, ()),
        ({"name": "https://gmx.de", "email": "x@gmx.de"}, (Sign.LINK_IN_NAME,)),
        ({"name": "https://x.example", "email": ""}, (Sign.LINK_IN_NAME,)),
        ({"role_title": "https://spam.example"}, (Sign.LINK_IN_TITLE,)),
        ({"location": "http://spam.example"}, (Sign.LINK_IN_TITLE,)),
        ({"role_title": "https://de.linkedin.com/jobs/1"}, ()),
        ({"message": "http://a.example http://b.example"}, ()),
        ({"message": "http://a.example http://b.example http://c.example"}, (Sign.MOSTLY_LINKS,)),
        (
            {"message": "http://a.example, http://b.example, http://c.example" + " Wort" * 24},
            (Sign.LINKS,),
        ),
        ({"message": "http://a.example/1 http://a.example/2 http://a.example/3"}, (Sign.LINKS,)),
        ({"message": "[link=x]"}, (Sign.MARKUP,)),
        ({"role_title": "[URL]x[/URL]"}, (Sign.MARKUP,)),
        ({"message": "<A\nHREF=x>"}, (Sign.MARKUP,)),
        ({"message": "a < b, <a>, [url"}, ()),
    ],
)
def test_links_count_by_place_and_destination(values, found):
    assert signs_of(words(**values), ORDINARY) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"message": "Ж" * 100}, (Sign.SCRIPT,)),
        ({"message": "αβγ" * 40}, (Sign.SCRIPT,)),
        ({"message": "ß" * 100 + "Ж" * 100}, ()),
        ({"message": "Ж" * 9}, ()),
        ({"message": "Ж" * 10}, (Sign.SCRIPT,)),
        ({"company": "Ж" * 60}, (Sign.SCRIPT,)),
        ({"company": "Ж" * 20, "message": "ß" * 5}, ()),
        ({"company": "", "role_title": "", "location": "", "name": "王伟"}, ()),
        ({"message": "seo, SEO, Seo und nochmals SEO"}, ()),
        ({"message": "seo, casino"}, ()),
        ({"message": "seo, casino, forex"}, (Sign.TERMS,)),
        ({"role_title": "SEO", "company": "Casino Forex Bitcoin Loans"}, ()),
        ({"message": "seoul, casinos2, forexample"}, ()),
        ({"message": "Risk-free!"}, ()),
        ({"message": "Risk-free! Risk-free!"}, ()),
        ({"message": "Risk-free,\nact\n now"}, (Sign.PITCH,)),
    ],
)
def test_text_counts_by_script_and_vocabulary(values, found):
    assert signs_of(words(**values), ORDINARY) == found


def test_weak_signs_add_up():
    weak = {sign for sign, points in POINTS.items() if points == 2}

    assert weak == {Sign.NO_TIME, Sign.LINKS, Sign.TERMS, Sign.REPEATED, Sign.TO_RECIPIENT}
    assert not suspects([Sign.NO_TIME, Sign.TO_RECIPIENT])
    assert suspects([Sign.NO_TIME, Sign.TO_RECIPIENT, Sign.TERMS])
    assert not suspects([Sign.TERMS] * 3)


def test_score_reads_stored_codes_too():
    assert points_of(["no_time", "trap"]) == 7
    assert suspects(["trap"])


def test_no_single_sign_below_the_threshold_is_enough():
    assert set(POINTS) == set(Sign)
    assert {sign for sign in Sign if suspects([sign])} == {
        sign for sign in Sign if POINTS[sign] >= THRESHOLD
    }
    assert not suspects([])


def test_signs_come_in_order_and_once():
    said = words(
        name="http://a.example", role_title="http://a.example", message="<a href=x> seo casino loan"
    )

    assert signs_of(said, Circumstances(trap="x", from_address=99)) == (
        Sign.TRAP,
        Sign.NO_TIME,
        Sign.FROM_ADDRESS,
        Sign.LINK_IN_NAME,
        Sign.LINK_IN_TITLE,
        Sign.MARKUP,
        Sign.TERMS,
    )


@pytest.mark.parametrize("said", [{}, dict.fromkeys(WORDS), {"message": ""}, {"other": "http://x"}])
def test_missing_words_are_no_sign(said):
    assert signs_of(said, ORDINARY) == ()


@pytest.mark.parametrize(
    "attack",
    [
        "http://" * 715,
        "www." * 1250,
        "http://a.b@" * 455,
        "<a " * 1667,
        "<a" + " " * 4998,
        "[url" * 1250,
        "a." * 2500,
        "-" * 5000,
        "increase your " * 357,
        "auf der erste seite " * 250,
        "we offer you " * 385,
        " " * 5000,
        "\u00a0\n" * 2500,
        "Ж" * 5000,
        "\ufdfa" * 5000,
        "İ" * 5000,
        "@" * 5000,
        "http://" + "a@" * 2496,
    ],
    ids=lambda attack: attack[:12].encode("unicode_escape").decode(),
)
def test_hostile_text_takes_no_time(attack):
    def took(size):
        said = dict.fromkeys(WORDS, attack[:size])
        durations = []
        for _ in range(5):
            start = time.thread_time()
            signs_of(said, ORDINARY)
            durations.append(time.thread_time() - start)
        return min(durations)

    assert took(5000) < 0.05


@given(
    st.dictionaries(st.sampled_from(WORDS), st.text(max_size=300)),
    st.builds(
        Circumstances,
        seconds=st.none() | st.floats(),
        trap=st.text(max_size=5),
        from_address=st.integers(0, 50),
        from_network=st.integers(0, 50),
        to_recipient=st.integers(0, 50),
        same_message=st.integers(0, 5),
    ),
)
def test_any_request_is_judged(said, circumstances):
    found = signs_of(said, circumstances)

    assert len(set(found)) == len(found)
    assert suspects(found) == (points_of(found) >= 5)
