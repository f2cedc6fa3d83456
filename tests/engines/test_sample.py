"""The whole sample is judged on Spark as it is on files."""

from typing import Any

from whole_sample import here, there

from dvcdata.engines import address
from dvcdata.engines.spark import Spark


def test_the_sample_has_the_findings_on_spark_that_it_has_on_files(spark: Any) -> None:
    assert there(Spark(address.read("spark?spark.sql.shuffle.partitions=1"))) == here()
