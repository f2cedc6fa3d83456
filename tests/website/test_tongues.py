"""Vietnamese names within English sentences are told from the sentence, for those who have it read to them."""

import pytest

from dvcdata.website.tongues import marked

SENTENCES = (
    "offered by [Ủy ban nhân dân tỉnh Minh Họa], fully online",
    "Service 1.000284.02 “[Phê duyệt điều chỉnh điều lệ hội]”, received no dossier",
    "People's Committee of [Bắc Ninh] Province",
    "issued by [Bộ Công an], names no executing agency",
    "[UBND tỉnh Phú Thọ] (H44), August 2026",
    "between [Hà Nội] and [Cao Bằng] in 2026",
    "[Sở Y tế - Tỉnh Phú Thọ] has figures",
    "Decree 47/2020/[NĐ-CP], Art. 20",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_vietnamese_in_a_sentence_is_marked_and_nothing_else(sentence: str) -> None:
    plain = sentence.replace("[", "").replace("]", "")
    expected = sentence.replace("'", "&#39;").replace("[", '<span lang="vi">').replace("]", "</span>")
    assert marked(plain) == expected


def test_a_day_stays_on_one_line() -> None:
    assert marked("retrieved 2026-09-03.") == 'retrieved <span class="day">2026-09-03</span>.'
    assert marked("at https://a.vn/releases/2026-09-03/") == "at https://a.vn/releases/2026-09-03/"


def test_a_share_stays_on_one_line() -> None:
    assert marked("more than 30 % of services") == 'more than <span class="day">30 %</span> of services'


def test_markup_in_a_sentence_stays_text() -> None:
    assert marked("<b>Hộ tịch</b> & <script>") == (
        '&lt;b&gt;<span lang="vi">Hộ tịch</span>&lt;/b&gt; &amp; &lt;script&gt;'
    )
