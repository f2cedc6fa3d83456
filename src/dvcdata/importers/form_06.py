"""Form 06 (biểu II.06, Thông tư 01/2020/TT-VPCP): how a body handled its dossiers, by field or by the bodies below."""

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.importers import form_06_lines, form_06_table, periods, prose
from dvcdata.importers.form_06_rows import Reader
from dvcdata.importers.form_06_table import Page
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.ids import slug
from dvcdata.importers.opening import Document
from dvcdata.importers.said import Part
from dvcdata.spreadsheets.workbook import Sheet, Workbook

ID = "form-06"
FAMILY = "bieu-06"
TITLE = "Biểu 06/VPCP/KSTT"


def recognise(document: Document) -> bool:
    """Whether a visible sheet has the table of form 06, or calls itself so."""
    return isinstance(document.content, Workbook) and any(map(_is_form, document.content.sheets))


def parts(document: Document) -> list[Part]:
    """The sheets with the form, put together by the period and body that they name; one that names none goes on."""
    assert isinstance(document.content, Workbook)
    found: list[tuple[Part, list[Sheet]]] = []
    for sheet in filter(_is_form, document.content.sheets):
        part = _part(document, form_06_table.check(sheet, document.file))
        same = (sheets for other, sheets in found if (other.stated, other.reporter) == (part.stated, part.reporter))
        if found and part.stated == periods.Stated() and not part.reporter:
            found[-1][1].append(sheet)
        elif sheets := next(same, None):
            sheets.append(sheet)
        else:
            found.append((part, [sheet]))
    others = tuple(sheet.name for sheet in document.content.sheets if not _is_form(sheet) and any(map(any, sheet.rows)))
    return [
        part.of(sheets, () if n else others, () if n else document.content.hidden)
        for n, (part, sheets) in enumerate(found)
    ]


def read(document: Document, request: Request) -> Harvest:
    """The dossiers of the body, and the bodies and tiers that the form names."""
    assert isinstance(document.content, Workbook)
    pages = [form_06_table.check(sheet, document.file) for sheet in document.content.sheets]
    stated = prose.reporter(pages[0].above())
    name = request.directory.name(request.agency or "") or stated or request.agency or ""
    harvest = Harvest(name, FAMILY, agency=request.agency or "", body=name, period=request.period)
    reader = Reader(request, harvest)
    reader.reporting(stated, pages[0].sheet.name)
    layouts = [reader.page(page, *form_06_lines.read(page)) for page in pages]
    if "dossiers" not in harvest.tables:
        raise UserError("import.form_06_empty", file=document.file)
    reader.conclude()
    by_bodies = "-don-vi" if all(layout == "bodies" for layout in layouts) else ""
    harvest.identity = f"{FAMILY}-{slug(request.agency or '')}-{request.period.lower()}{by_bodies}"
    harvest.title = f"{TITLE}: {name}, {texts.period(request.period, 'vi')}"
    if by_bodies:
        harvest.title += ", theo đơn vị"
    days = (f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}" for first, last in sorted(_stated(pages[0]).spans))
    harvest.covers = "; ".join([stated or name, *days])
    return harvest


def _is_form(sheet: Sheet) -> bool:
    return form_06_table.is_titled(sheet) or form_06_table.find(sheet) is not None


def _part(document: Document, page: Page) -> Part:
    above = page.above()
    reporter = prose.reporter(above)
    return Part(document, frozenset({"period", "agency"}), _stated(page), reporter, tuple(prose.lines(above)))


def _stated(page: Page) -> periods.Stated:
    return periods.stated([" ".join(cell for cell in row if cell.strip()) for row in page.above()])
