"""python -m dvcdata.sample DIR [--seed N] [--scale K] [--clean]"""

from pathlib import Path

import click

from dvcdata.sample import SEED, generate


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", type=int, default=SEED, show_default=True, help="Hạt giống / seed.")
@click.option("--scale", type=click.IntRange(1, 100), default=1, show_default=True, help="Lớn gấp / times.")
@click.option("--clean", is_flag=True, help="Không cài lỗi / no planted defects.")
def main(folder: Path, seed: int, scale: int, clean: bool) -> None:
    """Sinh gói dữ liệu giả định vào FOLDER / write a made-up data package into FOLDER."""
    counts = generate(folder, seed, scale, clean)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    for table, count in counts.items():
        click.echo(f"{count:>9} {table}")
    click.echo(f"{sum(counts.values()):>9} rows, {size / 1e6:.2f} MB: {folder}")


main(prog_name="python -m dvcdata.sample")
