"""Writes Parquet files the way pandas users do, for the reader's tests.

    python3 foreign.py        (in this folder; needs pandas and pyarrow)

foreign.parquet: types and nulls that a table can hold.
date.parquet, nested.parquet: columns that it cannot.
"""
import pandas
import pyarrow
import pyarrow.parquet

pyarrow.parquet.write_table(
    pyarrow.table(
        {
            "animal": pyarrow.array(["m1", None, "m1"]).dictionary_encode(),
            "day": pyarrow.array([-3, 0, 4], pyarrow.int32()),
            "count": pyarrow.array([7, None, 9], pyarrow.int64()),
            "shift": pyarrow.array([0.5, None, float("inf")], pyarrow.float32()),
            "scored": pyarrow.array([True, False, True]),
            "tiny": pyarrow.array([1, 2, 255], pyarrow.uint8()),
        }
    ),
    "foreign.parquet",
    compression="gzip",
    data_page_version="2.0",
)
pandas.DataFrame({"when": pandas.to_datetime(["2014-10-09"])}).to_parquet("date.parquet")
pandas.DataFrame({"pixels": [[1, 2, 3]]}).to_parquet("nested.parquet")
