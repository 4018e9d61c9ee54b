"""The back office after years: with 200,000 requests each page asks little and reads little."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from contacts.admin.folders import Folder
from contacts.models import Email, MonthlyFigures, SearchWord, VacancyRequest
from tests.factories import BAND, published

pytestmark = pytest.mark.django_db

DESK = "/admin/"
LIST = "/admin/contacts/vacancyrequest/"
TABLE = VacancyRequest._meta.db_table
IS_POSTGRESQL = connection.vendor == "postgresql"
# SQLite is for a laptop and a small office.
COUNT = 200_000 if IS_POSTGRESQL else 5_000
YEARS = timedelta(days=3 * 365)
MOST_QUERIES = 10  # of a page: session, user and rights (four) among them, no savepoint
# That a query takes into its hands, of 200,000: an export looks for one more than the 5,000 it holds, a
# search for a word that all have at 1,001 requests and the four words of each, the desk at each request
# that is open and at a hundred more for the number of each folder.
MOST_ROWS = 5_200
# By a value that many requests have, and by one that none has.
FILTERS = (
    *("status__exact=declined", "status__exact=mandate", "consultant__isnull=True"),
    *("level__exact=senior", "level__exact=entry"),
    *("market_position__exact=within", "market_position__exact=above"),
    *("origin__exact=jobprofil", "origin__exact=gehalt", "monat=1999-01"),
)
SLOWEST = 2.0  # seconds of a page, on a machine that others use too


def columns(editions, consultants):
    """Return what each column of request number `i` says in SQL, the oldest first.

    Most are closed, three of five erased; a hundredth is open, all of them from the last fifth;
    300 of 200,000 are suspected, and many more were until they were erased.
    """
    seconds = f"((({COUNT} - i) * {YEARS.total_seconds() / COUNT:.3f}))"
    now = f"{timezone.now():%Y-%m-%d %H:%M:%S}"
    if IS_POSTGRESQL:
        moment = f"(timestamptz '{now}+00' - {seconds} * interval '1 second')"
        later, due = f"{moment} + interval '1 hour'", f"({moment})::date + 2"
        number = "lpad(i::text, 8, '0')"
    else:
        moment = f"strftime('%Y-%m-%d %H:%M:%S', '{now}', '-' || {seconds} || ' seconds')"
        later = f"strftime('%Y-%m-%d %H:%M:%S', {moment}, '+1 hour')"
        due, number = f"date({moment}, '+2 days')", "printf('%08d', i)"
    is_erased = f"i <= {COUNT * 3 // 5}"
    is_suspected = f"(i > {COUNT * 17 // 20} AND i % 100 = 7 OR {is_erased} AND i % 10 = 7)"
    is_open = f"(i > {COUNT * 4 // 5} AND i % 20 = 0)"
    is_closed = f"NOT ({is_open} OR {is_suspected} AND NOT {is_erased})"
    answered = f"CASE WHEN {is_closed} OR i % 40 = 0 THEN {later} END"
    of_three = "CASE i % 3 WHEN 0 THEN {} WHEN 1 THEN {} ELSE {} END"
    return {
        "reference": f"'TM-' || substr({number}, 1, 4) || '-' || substr({number}, 5, 4)",
        "access_key": "'key-' || i",
        "submission_key": "'form-' || i",
        "received_at": moment,
        "company": f"CASE WHEN {is_erased} THEN '' ELSE 'Firma' || i || ' GmbH' END",
        "name": f"CASE WHEN {is_erased} THEN '' ELSE 'Person' || i END",
        "email": f"CASE WHEN {is_erased} THEN '' ELSE 'person@firma' || i || '.example' END",
        "company_key": f"CASE WHEN {is_erased} THEN '' ELSE 'firma' || i END",
        "email_domain": f"CASE WHEN {is_erased} THEN '' ELSE 'firma' || i || '.example' END",
        "edition_id": of_three.format(*editions),
        "level": of_three.format("'senior'", "'mid'", "''"),
        "status": f"CASE WHEN {is_closed} THEN 'declined' WHEN i % 40 = 0 THEN 'in_progress' ELSE 'new' END",
        "consultant_id": f"CASE WHEN i % 40 = 0 OR {is_closed} THEN {of_three.format(*consultants)} END",
        "reply_due_on": due,
        "next_step_on": f"CASE WHEN NOT {is_closed} AND i % 40 <> 0 THEN {due} END",
        "answered_at": answered,
        "closed_at": f"CASE WHEN {is_closed} THEN {later} END",
        "erased_at": f"CASE WHEN {is_erased} THEN {later} END",
        "suspected_at": f"CASE WHEN {is_suspected} THEN {moment} END",
        "budget_minimum": "70000 + i % 5 * 10000",
        "market_position": "CASE WHEN i % 5 = 0 THEN 'below' ELSE 'within' END",
        "origin": "'jobprofil'",
    }


def fill(editions, consultants):
    """Write all requests in two statements; one by one it would take an hour."""
    said = columns(editions, consultants)
    for field in VacancyRequest._meta.concrete_fields:
        if field.column not in said and not field.null and not field.primary_key:
            said[field.column] = "'[]'" if field.get_internal_type() == "JSONField" else "''"
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COUNT})"
    if IS_POSTGRESQL:
        numbers = f"WITH n(i) AS (SELECT generate_series(1, {COUNT}))"
    # Erased requests have no words any more.
    words = (
        f"SELECT id, word FROM (SELECT id, 'tm' AS word FROM {TABLE} WHERE erased_at IS NULL"
        f" UNION ALL SELECT id, substr(reference, 4, 4) FROM {TABLE} WHERE erased_at IS NULL"
        f" UNION ALL SELECT id, substr(reference, 9, 4) FROM {TABLE} WHERE erased_at IS NULL"
        f" UNION ALL SELECT id, company_key FROM {TABLE} WHERE erased_at IS NULL) AS words"
        " GROUP BY id, word"
    )
    with connection.cursor() as cursor:
        if IS_POSTGRESQL:
            cursor.execute("SET LOCAL statement_timeout = 0")
            # The keys are right, and to check each of them takes as long again.
            cursor.execute("SET LOCAL session_replication_role = replica")
        rows = f"{numbers} SELECT {', '.join(said.values())} FROM n"
        cursor.execute(f"INSERT INTO {TABLE} ({', '.join(said)}) {rows}")
        cursor.execute(f"INSERT INTO {SearchWord._meta.db_table} (request_id, word) {words}")
        cursor.execute("ANALYZE")
        if IS_POSTGRESQL:
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("SET LOCAL statement_timeout = 5000")


class Watch:
    """Takes down what a page asks the database, and has each question about requests explained."""

    def __init__(self):
        self.asked = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.asked.append((sql, params))
        return execute(sql, params, many, context)

    @property
    def about_requests(self):
        return [
            (sql, params) for sql, params in self.asked if sql.startswith("SELECT") and TABLE in sql
        ]


def faults_of_plan(sql, params) -> list[str]:
    """Return how a query reads more of the requests than a page may."""
    with connection.cursor() as cursor:
        if not IS_POSTGRESQL:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [row[3] for row in cursor if row[3] == f"SCAN {TABLE}"]
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    nodes = list(_nodes(plan[0]["Plan"]))
    read = sum(_read(node) for node in nodes)
    faults = [f"{read} rows read"] if read > MOST_ROWS else []
    scanned = [
        node for node in nodes if node["Node Type"] == "Seq Scan" and _read(node) >= COUNT / 2
    ]
    return faults + ["the whole table read"] * bool(scanned)


def _nodes(node):
    if node.get("Relation Name") in {TABLE, SearchWord._meta.db_table}:
        yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _read(node):
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return (rows + node.get("Rows Removed by Index Recheck", 0)) * node["Actual Loops"]


def pages():
    """Return each page of a consultant by a name for it."""
    somebody = VacancyRequest.objects.open().order_by("-pk").first()
    words = somebody.company.partition(" ")[0]
    return {
        "desk": DESK,
        "inbox": LIST,
        **{folder.value: f"{LIST}?ordner={folder.value}" for folder in Folder},
        **{
            f"{folder.value}, page 2": f"{LIST}?ordner={folder.value}&p=2"
            for folder in (Folder.INBOX, Folder.CLOSED, Folder.ALL, Folder.SUSPECTED)
        },
        **{
            f"{folder.value}, the other way round": f"{LIST}?ordner={folder.value}&o={column}"
            for folder, column in ((Folder.INBOX, -2), (Folder.CLOSED, 2), (Folder.ALL, 6))
        },
        "last page": f"{LIST}?ordner={Folder.ALL.value}&p=20",
        "search by name": f"{LIST}?q={words}",
        "search by reference": f"{LIST}?q={somebody.reference}",
        "search for what all have": f"{LIST}?q=tm",
        "search in vain": f"{LIST}?q=nirgendwo",
        **{
            f"{folder.value} where {asked}": f"{LIST}?ordner={folder.value}&{asked}"
            for folder in (Folder.ALL, Folder.CLOSED, Folder.INBOX)
            for asked in FILTERS
        },
        "export": f"{LIST}export/?ordner={Folder.ALL.value}",
        "request": f"{LIST}{somebody.pk}/change/",
        "figures": f"{LIST}zahlen/",
    }


def test_every_page_asks_and_reads_little(consultant_client, administrator, consultant, editor):
    editions = [published(f"Rolle {n}", salary_bands=[BAND]).pk for n in range(3)]
    fill(editions, [administrator.pk, consultant.pk, editor.pk])
    for vacancy in VacancyRequest.objects.open().order_by("pk")[:20]:
        vacancy.emails.create(kind=Email.Kind.NOTICE, failed_at=timezone.now())
    MonthlyFigures.objects.refresh()
    consultant_client.get(DESK)  # each process asks for the kinds of things once

    faults = []
    for name, address in pages().items():
        watch = Watch()
        start = time.perf_counter()
        with connection.execute_wrapper(watch):
            response = consultant_client.get(address)
        seconds = time.perf_counter() - start
        if response.status_code != 200:
            faults.append(f"{name}: answered {response.status_code}")
        if len(watch.asked) > MOST_QUERIES:
            faults.append(f"{name}: {len(watch.asked)} queries")
        if seconds > SLOWEST:
            faults.append(f"{name}: {seconds:.1f} s")
        for sql, params in watch.about_requests:
            for fault in faults_of_plan(sql, params):
                faults.append(f"{name}: {fault}: {sql % params if params else sql}")

    assert faults == []
