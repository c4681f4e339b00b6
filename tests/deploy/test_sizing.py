import pytest

from bench import sizing

NUMBER = {
    "life_cpu_ms": 400.0, "python_share_of_life": 0.75, "submission_cpu_ms": 10.0,
    "page_ms": 49.0, "watching_cpu_ms": 1.0, "database_kib_a_case": 64.0,
    "files_kib_a_case": 128.0, "city_cases_a_year": 1_048_576.0, "peak_hour_cases": 3_600.0,
    "pages_a_case": 10.0, "busy": 0.5, "pool": 8.0, "room": 2.0, "cores_a_machine": 4.0,
    "processes_a_machine": 6.0,
}  # fmt: skip


def test_the_page_is_what_its_figures_say() -> None:
    assert sizing.PAGE.read_text(encoding="utf-8") == sizing.page(sizing.read_figures())


def test_every_figure_says_where_it_comes_from() -> None:
    figures = sizing.read_figures()

    for one in figures.measured:
        assert one.value > 0
        assert one.told["what"]
        assert "to be measured" not in f"{one.told['source']} {one.told['machine']}"
        assert one.told["date"].startswith("20")
    assert all(one.told["why"] for one in figures.assumed)


def test_one_case_a_second_needs_its_life_and_its_pages() -> None:
    need = sizing.reckon(1, NUMBER)

    assert need.cases_a_second == 1
    assert need.requests_a_second == 10
    assert need.cores == pytest.approx(0.4 + 0.5)
    assert (need.web_and_worker_cores, need.database_cores) == (2, 1)
    assert (need.database_gib, need.files_gib) == (128, 128)
    assert need.connections == 48


def test_twice_the_cases_need_twice_the_cores_and_disk() -> None:
    one, two = sizing.reckon(1, NUMBER), sizing.reckon(2, NUMBER)

    assert two.cores == pytest.approx(2 * one.cores)
    assert two.database_gib == pytest.approx(2 * one.database_gib)
