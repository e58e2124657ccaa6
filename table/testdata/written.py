"""Reads written.parquet (made by this package's tests) the way a colleague
would, with pandas and pyarrow, and prints what they see.

    python3 written.py written.parquet > written.txt

Needs pandas and pyarrow; made with pandas 3.1.1 and pyarrow 26.0.1.
"""
import sys

import pandas
import pyarrow.parquet

path = sys.argv[1]
file = pyarrow.parquet.ParquetFile(path)
print("created by:", file.metadata.created_by)
print("rows:", file.metadata.num_rows, "row groups:", file.metadata.num_row_groups)
for key, value in sorted((file.schema_arrow.metadata or {}).items()):
    print("metadata:", key.decode(), "=", value.decode())
for field in file.schema_arrow:
    print("column:", field.name, field.type, "nullable" if field.nullable else "required")
frame = pandas.read_parquet(path)
for row in frame.itertuples(index=False):
    print("row:", *[repr(v.item() if hasattr(v, "item") else v) for v in row])
